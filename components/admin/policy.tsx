"use client";

import type { ReactNode } from "react";
import { CopyButton } from "#components/ui/copy-button";

type PolicyProps = {
  readonly title: string;
  /** Where it goes. */
  readonly help: ReactNode;
  /** JSON. */
  readonly policy: string;
};

/** A policy to paste into IAM. */
export function Policy({ title, help, policy }: PolicyProps) {
  return (
    <section aria-label={title}>
      <div className="flex items-center justify-between gap-2">
        <h3 className="font-medium text-base">{title}</h3>
        <CopyButton value={policy} label={`Copy ${title.replace(/^Trust/, "trust")}`} />
      </div>
      <p className="mt-0.5 mb-2 text-quiet">{help}</p>
      <pre className="whitespace-pre-wrap rounded-md border bg-canvas px-3 py-2 font-mono text-sm [overflow-wrap:anywhere]">
        {policy}
      </pre>
    </section>
  );
}
