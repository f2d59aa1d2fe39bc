"use client";

import { type KeyboardEvent, useRef, useState } from "react";
import { useStable } from "#components/ui/use-stable";
import type { Assistance } from "../assistant/assistance.tsx";
import { focusEditor, isWandShortcut, Wand } from "../assistant/wand.tsx";
import { FormulaEditor } from "../formula-editor.tsx";
import type { FormulaPlace } from "../formula-place.tsx";
import { PreviewRows } from "../preview-rows.tsx";
import type { LoadPreview } from "../use-formula-preview.tsx";
import { BarButtons } from "./bar-buttons.tsx";
import { BarNotes } from "./bar-notes.tsx";
import { FunctionMark } from "./function-mark.tsx";
import { ReadOnlyFormula } from "./read-only-formula.tsx";
import { ResizeHandle } from "./resize-handle.tsx";
import { useBarHeight } from "./use-bar-height.tsx";
import { useBarPreview } from "./use-bar-preview.tsx";
import { useDraft } from "./use-draft.tsx";

export type FormulaBarProps = {
  /** Names the editor: "Formula of Profit ratio". */
  readonly label: string;
  /** The formula as it is saved. Another column or place: give the bar another `key`. */
  readonly value: string;
  /** Where it stands; null while that is on its way: then nothing is checked. */
  readonly place: FormulaPlace | null;
  /** Why the place cannot be had, when it cannot. */
  readonly obstacle?: { readonly message: string; readonly retry: () => void } | null;
  /** In a sentence, for those who may look and not change; null: it can be changed. */
  readonly readOnlyReason: string | null;
  /** Enter and ✓. Only formulas without errors come. What it throws is said under the bar, and the text stays. */
  readonly onSave: (formula: string) => void | Promise<void>;
  /** Esc, ✕, and Enter when there is nothing to save: give the focus back to where it came from. */
  readonly onLeave?: () => void;
  /** What is written at every key, and the saved formula again when it is left. */
  readonly onDraft?: (formula: string) => void;
  /** Null: no rows are shown. */
  readonly loadPreview: LoadPreview | null;
  /** `changed`: rows are shown only while what is written is not what is saved. */
  readonly previews?: "always" | "changed";
  /** Null: no wand, for those without the permission. */
  readonly assistance: Assistance | null;
  readonly placeholder?: string;
  /** The page's nonce: the editor brings its own style element. */
  readonly nonce: string | undefined;
  readonly locale: string;
  readonly currency: string;
  readonly autoFocus?: boolean;
};

/**
 * A formula over the whole width: fx, the editor, the wand, ✕ and ✓; under it the type or what is wrong, and the first rows while it is
 * written. Enter saves, Shift or Alt Enter breaks the line, Esc restores what was saved. Tab moves on.
 */
export function FormulaBar(props: FormulaBarProps) {
  if (props.readOnlyReason !== null)
    return <ReadOnlyFormula label={props.label} value={props.value} reason={props.readOnlyReason} />;
  return <WritableBar {...props} />;
}

function WritableBar(props: FormulaBarProps) {
  const { place, obstacle = null, assistance, loadPreview, previews = "changed", locale, currency } = props;
  const draft = useDraft(props);
  const leave = useStable(draft.leave);
  const save = useStable(() => draft.save(draft.text));
  const bar = useRef<HTMLElement>(null);
  const row = useRef<HTMLDivElement>(null);
  const { style, ...height } = useBarHeight(bar);
  const [isWandOpen, setIsWandOpen] = useState(false);
  const isPreviewed = loadPreview !== null && obstacle === null && (previews === "always" || draft.isChanged);
  const { preview, onChecked } = useBarPreview(draft.text, place, isPreviewed ? loadPreview : null);
  const press = (event: KeyboardEvent) => {
    if (assistance === null || !isWandShortcut(event)) return;
    event.preventDefault();
    setIsWandOpen(true);
  };
  return (
    <section ref={bar} aria-label="Formula bar" className="min-w-0" onKeyDown={press}>
      <div ref={row} className="flex flex-wrap items-start gap-x-1.5 sm:flex-nowrap">
        <FunctionMark />
        <div className="order-last min-w-0 basis-full sm:order-none sm:flex-1 sm:basis-0" style={style}>
          <FormulaEditor
            label={props.label}
            value={draft.text}
            place={place}
            placeholder={props.placeholder ?? ""}
            nonce={props.nonce}
            autoFocus={props.autoFocus ?? false}
            onChange={draft.write}
            onChecked={onChecked}
            onSave={draft.save}
            onLeave={draft.leave}
          />
        </div>
        <div className="mb-1 ml-auto flex shrink-0 items-center gap-0.5 sm:mt-1 sm:mb-0">
          {assistance !== null && (
            <Wand
              {...assistance}
              isOpen={isWandOpen}
              onOpenChange={setIsWandOpen}
              anchor={row}
              formula={draft.text}
              place={place}
              loadPreview={loadPreview}
              locale={locale}
              currency={currency}
              onUse={(formula) => {
                draft.use(formula);
                focusEditor(bar.current);
              }}
            />
          )}
          <BarButtons isChanged={draft.isChanged} isSaving={draft.isSaving} onLeave={leave} onSave={save} />
        </div>
      </div>
      <div className="mt-2 space-y-2 sm:ml-6.5">
        <BarNotes draft={draft} obstacle={obstacle} />
        {isPreviewed && <PreviewRows preview={preview} locale={locale} currency={currency} />}
        <ResizeHandle {...height} />
      </div>
    </section>
  );
}
