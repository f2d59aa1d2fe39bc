"use client";

import Link from "next/link";
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
  readonly workbooks: readonly { readonly id: string; readonly name: string }[];
  /** Null: it can be asked. */
  readonly obstacle: AskObstacle | null;
  readonly onAsk: (question: string) => void;
  /** The question box. */
  readonly children: ReactNode;
};

/** Before the first question: the box in the middle, what could be asked, what there is, what was asked. */
export function AskStart({ scope, discovery, workbooks, obstacle, onAsk, children }: AskStartProps) {
  if (obstacle !== null) return <AskOff obstacle={obstacle} />;
  return (
    <div className="mx-auto w-full max-w-thread px-4 pt-[12dvh] pb-16">
      <DocumentTitle>Ask</DocumentTitle>
      <h1 className="mb-5 text-center font-semibold text-xl tracking-tight sm:text-2xl">What do you want to know?</h1>
      {children}
      <AiNotice className="mt-2 text-center" />
      <Suggestions scope={scope} onAsk={onAsk} />
      <Discovery sources={discovery} />
      <OpenWorkbook workbooks={workbooks} />
      <History title="Your questions" currentId={null} />
    </div>
  );
}

/** For who would rather look first: on a new installation this is the sample's workbook. */
function OpenWorkbook({ workbooks }: Pick<AskStartProps, "workbooks">) {
  if (workbooks.length === 0) return null;
  return (
    <p className="mt-6 flex flex-wrap items-baseline gap-x-4 gap-y-1 px-2 text-sm">
      <span className="text-quiet">Or open a workbook</span>
      {workbooks.map(({ id, name }) => (
        <Link
          key={id}
          href={`/workbooks/${id}`}
          className="text-accent underline-offset-2 [overflow-wrap:anywhere] hover:underline"
        >
          {name}
        </Link>
      ))}
    </p>
  );
}
