"use client";

import { useMemo, useState } from "react";
import { FormulaBar } from "#components/formula/bar/formula-bar";
import { previewOverSource } from "#components/formula/use-formula-preview";
import { useSourceScope } from "#components/formula/use-source-scope";
import { SelectField } from "#components/ui/field";
import { KeyboardKey } from "#components/ui/keyboard-key";
import { exampleFormula } from "./example-formula.tsx";

export type Tried = { readonly count: number; readonly formula: string | null };

export type PlaygroundProps = {
  /** At least one. */
  readonly sources: readonly { readonly id: string; readonly name: string }[];
  readonly locale: string;
  readonly currency: string;
  readonly nonce?: string | undefined;
  /** Whether the assistant may be used. */
  readonly canUseAi: boolean;
  readonly isAdmin: boolean;
  /** What was begun with; after each example another one. Formula null: one that fits the source. */
  readonly tried: Tried;
};

/** A formula over any source in the formula bar, with the first rows that it gives. */
export function Playground({ sources, locale, currency, nonce, canUseAi, isAdmin, tried }: PlaygroundProps) {
  const [sourceId, setSourceId] = useState(sources[0]?.id ?? "");
  const [saved, setSaved] = useState(tried);
  const formula = (saved.count === tried.count ? saved : tried).formula;
  const scope = useSourceScope(sourceId);
  const loadPreview = useMemo(() => previewOverSource(sourceId), [sourceId]);
  const isReady = scope.state === "ready";
  return (
    <div className="space-y-4">
      <div className="flex flex-wrap items-end justify-between gap-x-4 gap-y-2">
        <div className="w-full max-w-xs">
          <SelectField
            label="Source"
            value={sourceId}
            options={sources.map(({ id, name }) => ({ value: id, label: name }))}
            onChange={(event) => setSourceId(event.target.value)}
          />
        </div>
        <p className="hidden items-center gap-1.5 text-quiet text-xs sm:flex">
          <KeyboardKey>Ctrl Space</KeyboardKey> completes · <KeyboardKey>Ctrl .</KeyboardKey> applies a fix ·{" "}
          <KeyboardKey>Enter</KeyboardKey> saves · <KeyboardKey>Esc</KeyboardKey> restores
        </p>
      </div>
      <FormulaBar
        key={tried.count}
        label="Formula"
        value={formula ?? (isReady ? exampleFormula(scope.source) : "")}
        place={isReady ? scope.place : null}
        obstacle={scope.state === "failed" ? scope : null}
        readOnlyReason={null}
        onSave={(next) => setSaved({ count: tried.count, formula: next })}
        loadPreview={loadPreview}
        previews="always"
        assistance={canUseAi ? { target: { sourceId }, isAdmin } : null}
        placeholder="Sum([Column])"
        nonce={nonce}
        locale={locale}
        currency={currency}
        autoFocus={tried.count > 0}
      />
    </div>
  );
}
