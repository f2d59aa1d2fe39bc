"use client";

import { ArrowUpRight } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { History } from "./history.tsx";

type AskStartProps = {
  readonly suggestions: readonly string[];
  readonly onAsk: (question: string) => void;
  /** The question box. */
  readonly children: ReactNode;
};

/** Before the first question: the box in the middle, what could be asked, what was asked. */
export function AskStart({ suggestions, onAsk, children }: AskStartProps) {
  return (
    <div className="mx-auto w-full max-w-thread px-4 pt-[12dvh] pb-16">
      <h1 className="mb-5 text-center font-semibold text-xl tracking-tight sm:text-2xl">What do you want to know?</h1>
      {children}
      <p className="mt-2 px-1 text-center text-quiet text-xs">
        Answers can be wrong: look at how they were made.{" "}
        <Link href="/help/ai-disclaimer" className="underline underline-offset-2 hover:text-text">
          About AI in Askbook
        </Link>
      </p>
      {suggestions.length > 0 && (
        <section aria-label="Suggestions" className="mt-8">
          <h2 className="px-2 text-quiet text-sm">From your data</h2>
          <ul className="mt-1 divide-y">
            {suggestions.map((suggestion) => (
              <li key={suggestion}>
                <button
                  type="button"
                  onClick={() => onAsk(suggestion)}
                  className="group flex w-full items-center justify-between gap-3 px-2 py-2 text-left transition-colors hover:bg-text/4"
                >
                  {suggestion}
                  <ArrowUpRight aria-hidden="true" className="size-4 shrink-0 text-quiet group-hover:text-accent" />
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
      <History title="Your questions" currentId={null} />
    </div>
  );
}
