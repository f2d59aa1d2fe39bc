import "server-only";
import type { RunData } from "#lib/contract/runs";
import type { Bench } from "./bench.ts";

type Verdict = RunData["formula-verdict"];

/** The last part: what came of it, in words. */
export function sayVerdict(
  { context }: Bench,
  said: Pick<Verdict, "verdict" | "message"> & Partial<Pick<Verdict, "diagnostics" | "nearest">>,
): void {
  const done = { step: "done" as const, message: said.message, discarded: 0 };
  context.write({ type: "data-formula-progress", id: "progress", data: done });
  const data: Verdict = { diagnostics: [], nearest: null, ...said };
  context.write({ type: "data-formula-verdict", id: "verdict", data });
}

export function sayProgress({ context }: Bench, step: RunData["formula-progress"]["step"], message: string): void {
  context.write({ type: "data-formula-progress", id: "progress", data: { step, message, discarded: 0 } });
}
