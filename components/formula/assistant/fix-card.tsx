"use client";

import { useId } from "react";
import { Badge } from "#components/ui/badge";
import { Button } from "#components/ui/button";
import { CopyButton } from "#components/ui/copy-button";
import { PreviewRows } from "../preview-rows.tsx";
import { type LoadPreview, useFormulaPreview } from "../use-formula-preview.tsx";
import { CardActions, Changes } from "./candidate-card.tsx";
import type { CheckerFix } from "./checker-fixes.tsx";
import { FormulaText } from "./formula-text.tsx";

type FixCardProps = {
  readonly fix: CheckerFix;
  readonly title: string;
  readonly before: string;
  readonly loadPreview: LoadPreview | null;
  readonly locale: string;
  readonly currency: string;
  readonly onApply: () => void;
};

/** What the checker itself would change: there at once, without a model. */
export function FixCard({ fix, title, before, loadPreview, locale, currency, onApply }: FixCardProps) {
  const id = useId();
  const preview = useFormulaPreview(loadPreview, fix.isSound ? fix.formula : null);
  return (
    <article aria-labelledby={id} className="flex min-w-0 flex-col gap-2.5 rounded-md border p-3">
      <div className="flex flex-wrap items-center gap-1.5">
        <h4 id={id} className="mr-auto font-medium text-sm">
          {title}
        </h4>
        <Badge>No model</Badge>
      </div>
      <FormulaText formula={fix.formula} before={before} />
      <Changes changes={fix.changes} />
      {fix.isSound ? (
        loadPreview !== null && <PreviewRows preview={preview} locale={locale} currency={currency} />
      ) : (
        <p className="text-quiet text-sm">Other problems remain after it.</p>
      )}
      <CardActions>
        <Button variant="primary" size="small" aria-label={`Apply: ${title}`} onClick={onApply}>
          Apply
        </Button>
        <CopyButton value={fix.formula} label="Copy" />
      </CardActions>
    </article>
  );
}
