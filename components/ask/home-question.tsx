"use client";

import { ArrowUp } from "lucide-react";
import { IconButton } from "#components/ui/button";

type HomeQuestionProps = {
  /** Limits the question to this source. */
  readonly sourceId?: string;
  readonly placeholder?: string;
};

/** A question box that leads to Ask; it works before scripts are there. */
export function HomeQuestion({ sourceId, placeholder = "Ask a question of your data" }: HomeQuestionProps) {
  return (
    <form
      action="/ask"
      className="mb-8 flex items-center rounded-md border border-line-strong bg-surface pr-2 transition-colors focus-within:border-accent"
    >
      {sourceId !== undefined && <input type="hidden" name="source" value={sourceId} />}
      <input
        name="question"
        required
        maxLength={4000}
        autoComplete="off"
        aria-label={placeholder}
        placeholder={placeholder}
        className="h-11 min-w-0 flex-1 bg-transparent px-3.5 text-lg outline-none"
      />
      <IconButton label="Ask" type="submit" variant="primary" size="small">
        <ArrowUp />
      </IconButton>
    </form>
  );
}
