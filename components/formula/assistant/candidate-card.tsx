"use client";

import { ListTree, TriangleAlert } from "lucide-react";
import { type ReactNode, useId, useState } from "react";
import { Badge } from "#components/ui/badge";
import { Button } from "#components/ui/button";
import { CopyButton } from "#components/ui/copy-button";
import type { FormulaCandidate } from "#lib/contract/formula-assist";
import { typeName } from "../function-words.tsx";
import { FormulaText } from "./formula-text.tsx";
import { Sentences } from "./sentences.tsx";
import { StoredRows } from "./stored-rows.tsx";
import type { Choice } from "./use-choice.tsx";

type CandidateCardProps = {
  readonly candidate: FormulaCandidate;
  /** "Formula 1", where there are several. */
  readonly title: string;
  /** The formula that it would take the place of, to compare with; null: none. */
  readonly before: string | null;
  readonly choice: Choice;
  readonly locale: string;
  readonly currency: string;
};

/** A formula that was parsed, checked and run: what it is, what it gives, and the button that takes it. */
export function CandidateCard({ candidate, title, before, choice, locale, currency }: CandidateCardProps) {
  const id = useId();
  const obstacle = choice.findObstacle(candidate);
  const time = candidate.type === "date" && candidate.grain === "time" ? " with time" : "";
  return (
    <article aria-labelledby={id} className="flex min-w-0 animate-arrive flex-col gap-2.5 rounded-md border p-3">
      <div className="flex flex-wrap items-center gap-1.5">
        <h4 id={id} className="mr-auto font-medium text-sm">
          {title}
        </h4>
        <Badge>
          {typeName(candidate.type)}
          {time}
        </Badge>
        <Badge>{candidate.placeLabel}</Badge>
      </div>
      <FormulaText formula={candidate.formula} before={before} />
      <p className="wrap-anywhere">{candidate.summary}</p>
      <Changes changes={candidate.changes} />
      {candidate.warnings.map(({ message }) => (
        <p key={message} className="flex gap-1.5 text-sm text-warning">
          <TriangleAlert role="img" aria-label="Warning" className="mt-px size-4 shrink-0" />
          {message}
        </p>
      ))}
      <Parts candidate={candidate} />
      <StoredRows
        resultId={candidate.preview.resultId}
        label={`Rows of ${title}`}
        caption={describeRows(candidate, locale)}
        locale={locale}
        currency={currency}
      />
      {obstacle !== null && <p className="text-quiet text-sm">{obstacle}</p>}
      <CardActions>
        <Button
          variant="primary"
          size="small"
          aria-label={`${choice.label}: ${title}`}
          disabled={obstacle !== null}
          onClick={() => choice.use(candidate)}
        >
          {choice.label}
        </Button>
        <CopyButton value={candidate.formula} label="Copy" />
      </CardActions>
    </article>
  );
}

/** At the lower edge, so that those of cards side by side stand in a line. */
export function CardActions({ children }: { readonly children: ReactNode }) {
  return <div className="mt-auto flex flex-wrap items-center gap-1.5 pt-0.5">{children}</div>;
}

export function Changes({ changes }: { readonly changes: readonly string[] }) {
  if (changes.length === 0) return null;
  return (
    <ul aria-label="What was changed" className="list-disc space-y-0.5 pl-4 text-quiet text-sm marker:text-line-strong">
      {changes.map((change) => (
        <li key={change} className="wrap-anywhere">
          {change}
        </li>
      ))}
    </ul>
  );
}

function Parts({ candidate: { formula, sentences } }: Pick<CandidateCardProps, "candidate">) {
  const [isOpen, setIsOpen] = useState(false);
  if (sentences.length < 2) return null;
  return (
    <div>
      <Button variant="quiet" size="small" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)} className="-ml-2">
        <ListTree />
        Part by part
      </Button>
      {isOpen && (
        <div className="mt-1.5 text-sm">
          <Sentences formula={formula} sentences={sentences} />
        </div>
      )}
    </div>
  );
}

function describeRows({ preview: { rowCount, truncated, changed } }: FormulaCandidate, locale: string): string {
  const count = rowCount.toLocaleString(locale);
  const rows = truncated ? `First ${count} rows` : rowCount === 1 ? "1 row" : `${count} rows`;
  if (changed === null) return rows;
  if (changed.rows === 0) return `${rows} · the same values as before`;
  return `${rows} · changes ${changed.rows.toLocaleString(locale)} of ${changed.of.toLocaleString(locale)}`;
}
