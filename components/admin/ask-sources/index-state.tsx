"use client";

import { Button } from "#components/ui/button";
import { Notice } from "#components/ui/notice";
import { Progress } from "#components/ui/progress";
import type { AskSources } from "#lib/contract/ask-sources";

type IndexStateProps = {
  readonly index: AskSources["index"];
  readonly locale: string;
  readonly onRetry: () => void;
  readonly isRetrying: boolean;
};

const reasons = {
  "built-in": "The built-in model finds sources by the words of their names, descriptions and columns.",
  "no-embeddings":
    "The provider has no embeddings model, so sources are found by the words of their names, descriptions and columns.",
  off: "While no model serves your organization, sources are found by words alone. They are indexed when a provider is saved.",
} as const;

/** By what sources are found, and how far that is made. */
export function IndexState({ index, locale, onRetry, isRetrying }: IndexStateProps) {
  const number = new Intl.NumberFormat(locale);
  if (index.state === "lexical") return <p className="text-quiet">{reasons[index.reason]}</p>;
  if (index.state === "ready")
    return (
      <p className="text-quiet">
        {index.total === 1 ? "1 source is" : `${number.format(index.total)} sources are`} indexed: found by words and by
        meaning.
      </p>
    );
  const progress = (
    <Progress
      label={index.state === "running" ? "Indexing sources" : "Indexed so far"}
      value={index.total === 0 ? 1 : index.done / index.total}
      detail={`${number.format(index.done)} of ${number.format(index.total)}`}
    />
  );
  if (index.state === "running") return progress;
  return (
    <div className="space-y-3">
      <Notice tone="warning">
        The index could not be finished: {index.message} Until it is, sources that are missing from it are found by
        words. {index.nextAttemptAt === null ? "Askbook has stopped trying." : "Askbook tries again by itself."}
      </Notice>
      {progress}
      <Button onClick={onRetry} pending={isRetrying}>
        Try again now
      </Button>
    </div>
  );
}
