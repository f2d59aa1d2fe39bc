"use client";

import type { ReactNode } from "react";
import { Notice } from "#components/ui/notice";
import { SentList } from "#components/ui/sent-list";
import { Skeleton } from "#components/ui/skeleton";
import type { RunData } from "#lib/contract/runs";
import { sentSchema } from "#lib/contract/sent";
import { type Loaded, useLoaded } from "./use-loaded.tsx";

/** What left for a provider in a run, byte for byte. */
export function WhatWasSent({ runId }: { readonly runId: string }) {
  const loaded = useLoaded(`/api/runs/${runId}/sent`, sentSchema);
  return <LoadedText loaded={loaded}>{({ requests }) => <SentList requests={requests} />}</LoadedText>;
}

type LoadedTextProps<Answer> = {
  readonly loaded: Loaded<Answer>;
  readonly children: (answer: Answer) => ReactNode;
};

export function LoadedText<Answer>({ loaded, children }: LoadedTextProps<Answer>) {
  if (loaded.state === "loading") return <Skeleton className="h-16" />;
  if (loaded.state === "failed") return <Notice tone="warning">{loaded.message}</Notice>;
  return children(loaded.answer);
}

/** Who answered, and what it took. */
export function RunUsage({ usage }: { readonly usage: RunData["usage"] }) {
  const tokens = usage.inputTokens + usage.outputTokens;
  const cost = tokens === 0 ? "" : usage.costUsd === null ? " · no price known" : ` · $${usage.costUsd.toFixed(4)}`;
  return (
    <p className="nums text-quiet text-sm">
      {usage.provider === "built-in" ? "The built-in model, on this server" : `${usage.model} of ${usage.provider}`}
      {tokens > 0 && ` · ${tokens.toLocaleString()} tokens`}
      {cost} · {(usage.elapsedMs / 1000).toFixed(1)} s
    </p>
  );
}
