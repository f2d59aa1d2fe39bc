"use client";

import type { ReactNode } from "react";
import { AiNotice } from "#components/ui/ai-notice";
import { DocumentTitle } from "#components/ui/document-title";
import { type AskObstacle, AskOff } from "./ask-off.tsx";
import { Discovery, type DiscoverySource } from "./discovery.tsx";
import { History } from "./history.tsx";
import { Suggestions } from "./suggestions.tsx";

type AskStartProps = {
  /** The sources that were chosen to be asked; none: all. */
  readonly scope: readonly string[];
  readonly discovery: readonly DiscoverySource[];
  /** Null: it can be asked. */
  readonly obstacle: AskObstacle | null;
  readonly onAsk: (question: string) => void;
  /** The question box. */
  readonly children: ReactNode;
};

/** Before the first question: the box in the middle, what could be asked, what there is, what was asked. */
export function AskStart({ scope, discovery, obstacle, onAsk, children }: AskStartProps) {
  if (obstacle !== null) return <AskOff obstacle={obstacle} />;
  return (
    <div className="mx-auto w-full max-w-thread px-4 pt-[12dvh] pb-16">
      <DocumentTitle>Ask</DocumentTitle>
      <h1 className="mb-5 text-center font-semibold text-xl tracking-tight sm:text-2xl">What do you want to know?</h1>
      {children}
      <AiNotice className="mt-2 text-center" />
      <Suggestions scope={scope} onAsk={onAsk} />
      <Discovery sources={discovery} />
      <History title="Your questions" currentId={null} />
    </div>
  );
}
