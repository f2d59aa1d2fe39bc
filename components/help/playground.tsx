"use client";

import { useMemo, useState } from "react";
import { FormulaEditor } from "#components/formula/formula-editor";
import type { CheckedText } from "#components/formula/formula-place";
import { PreviewRows } from "#components/formula/preview-rows";
import { previewOverSource, useFormulaPreview } from "#components/formula/use-formula-preview";
import { useSourceScope } from "#components/formula/use-source-scope";
import { Button } from "#components/ui/button";
import { SelectField } from "#components/ui/field";
import { KeyboardKey } from "#components/ui/keyboard-key";
import { Notice } from "#components/ui/notice";
import { exampleFormula } from "./example-formula.tsx";

export type PlaygroundProps = {
  /** At least one. */
  readonly sources: readonly { readonly id: string; readonly name: string }[];
  readonly locale: string;
  readonly currency: string;
  readonly nonce?: string | undefined;
  /** Null: nothing was written yet, and an example stands there. */
  readonly formula: string | null;
  readonly onChange: (formula: string) => void;
};

const nothingWritten = { state: "empty" } as const;
const waiting = { state: "loading", last: null } as const;

/** A formula over any source, checked as it is typed, with the first rows that it gives. */
export function Playground({ sources, locale, currency, nonce, formula, onChange }: PlaygroundProps) {
  const [sourceId, setSourceId] = useState(sources[0]?.id ?? "");
  const [checked, setChecked] = useState<{ readonly sourceId: string; readonly checked: CheckedText } | null>(null);
  const scope = useSourceScope(sourceId);
  const text = formula ?? (scope.state === "ready" ? exampleFormula(scope.source) : "");
  const isWaiting = scope.state === "loading" || checked?.sourceId !== sourceId;
  const sound = checked?.sourceId === sourceId && checked.checked.expression !== null ? checked.checked.text : null;
  const load = useMemo(() => previewOverSource(sourceId), [sourceId]);
  const ran = useFormulaPreview(load, sound);
  const preview = text.trim() === "" && scope.state === "ready" ? nothingWritten : isWaiting ? waiting : ran;
  return (
    <div className="space-y-4">
      <div className="max-w-xs">
        <SelectField
          label="Source"
          value={sourceId}
          options={sources.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(event) => setSourceId(event.target.value)}
        />
      </div>
      {scope.state === "failed" ? (
        <Notice
          tone="warning"
          title="The columns of this source could not be read"
          actions={
            <Button size="small" onClick={scope.retry}>
              Try again
            </Button>
          }
        >
          {scope.message}
        </Notice>
      ) : (
        <div>
          <div className="mb-1 flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
            <p className="font-medium">Formula</p>
            <p className="hidden items-center gap-1.5 text-quiet text-xs sm:flex">
              <KeyboardKey>Ctrl Space</KeyboardKey> completes · <KeyboardKey>Ctrl .</KeyboardKey> applies a fix ·{" "}
              <KeyboardKey>Esc</KeyboardKey> leaves
            </p>
          </div>
          <FormulaEditor
            label="Formula"
            value={text}
            place={scope.state === "ready" ? scope.place : null}
            placeholder="Sum([Column])"
            nonce={nonce}
            onChange={onChange}
            onSave={onChange}
            onChecked={(next) => setChecked({ sourceId, checked: next })}
          />
        </div>
      )}
      {scope.state !== "failed" && <PreviewRows preview={preview} locale={locale} currency={currency} />}
    </div>
  );
}
