import type { MockLanguageModelV4 } from "ai/test";
import { createLooseRun, getRun } from "#db/queries/runs";
import type { Help } from "#lib/ai/formula-assist/correct-formula";
import { workWith } from "#lib/ai/formula-assist/work-on-formula";
import type { FormulaTarget, StartFormulaRun } from "#lib/contract/formula-assist";
import type { RunPart } from "#lib/contract/run-chunks";
import type { RunData } from "#lib/contract/runs";
import type { Person } from "#lib/permissions";
import { readParts } from "#lib/runs/fold";
import { firstChunks, performRun } from "#lib/runs/perform-run";
import { type Step, saying, scripted } from "../ask/support.ts";

export type Proposal = { readonly formula: string; readonly name?: string; readonly level?: string };

/** An answer of a scripted model, as JSON. */
export function proposing(proposals: readonly Proposal[], declined: string | null = null): Step {
  const candidates = proposals.map(({ formula, name = "New", level = "row" }) => ({ name, formula, level }));
  return saying(JSON.stringify({ candidates, declined }));
}

/** Sales by region in a worksheet, or a place of its own. */
export function targetOf(sourceId: string, level: string | null = null): FormulaTarget {
  return {
    worksheetId: "w",
    place: { kind: "column", level, columnId: null },
    document: {
      controls: [],
      worksheets: {
        w: {
          version: 1,
          name: "Sales by region",
          source: { sourceId },
          columns: [
            { id: "region", name: "Region", formula: "[Region]" },
            { id: "total", name: "Total", formula: "Sum([Amount])" },
          ],
          groupings: [{ id: "g", keys: ["region"], calculations: ["total"], sort: [] }],
          summaries: [],
          filters: [],
          sort: [],
          limit: null,
        },
      },
    },
  };
}

export type Assisted = {
  readonly status: string;
  readonly error: { readonly code: string; readonly message: string } | null;
  readonly candidates: readonly RunData["formula-candidate"][];
  readonly differences: readonly RunData["formula-difference"][];
  readonly diagnostics: RunData["formula-diagnostics"]["diagnostics"];
  readonly explanation: RunData["formula-explanation"] | null;
  readonly verdict: RunData["formula-verdict"] | null;
  readonly prose: string;
  /** Everything that was written, as text. */
  readonly everything: string;
  /** Prompts that went to the model. */
  readonly prompts: readonly string[];
};

export async function assist(
  viewer: Person,
  input: StartFormulaRun,
  model: MockLanguageModelV4 | null,
  provider = "openai-compatible",
): Promise<Assisted> {
  const stored = await createLooseRun(
    viewer,
    { kind: input.kind, instanceId: "test", input: { ...input } },
    firstChunks,
  );
  await performRun(viewer, stored.runId, workWith(helpOf(model, provider), viewer, input));
  const run = await getRun(viewer, stored.runId);
  const parts = readParts(run.parts);
  return {
    status: run.status,
    error: run.error,
    ...assisted(parts),
    everything: JSON.stringify(run.parts),
    prompts: (model?.doStreamCalls ?? []).map(({ prompt }) => JSON.stringify(prompt)),
  };
}

export function assisted(parts: readonly RunPart[]): Omit<Assisted, "status" | "error" | "everything" | "prompts"> {
  return {
    candidates: parts.flatMap((part) => (part.type === "data-formula-candidate" ? [part.data] : [])),
    differences: parts.flatMap((part) => (part.type === "data-formula-difference" ? [part.data] : [])),
    diagnostics: parts.flatMap((part) => (part.type === "data-formula-diagnostics" ? part.data.diagnostics : [])),
    explanation: parts.flatMap((part) => (part.type === "data-formula-explanation" ? [part.data] : [])).at(-1) ?? null,
    verdict: parts.flatMap((part) => (part.type === "data-formula-verdict" ? [part.data] : [])).at(-1) ?? null,
    prose: parts.flatMap((part) => (part.type === "text" ? [part.text] : [])).join(""),
  };
}

function helpOf(model: MockLanguageModelV4 | null, provider: string): Help {
  if (model === null) return { reason: "AI features are off." };
  const identity = { provider, model: "scripted", configurationVersion: 1 };
  const usage = async () => ({ calls: 0, inputTokens: 0, outputTokens: 0, costUsd: null });
  return { models: { chat: model, embedding: null, embeddingIdentity: null, identity, usage } };
}

export { saying, scripted };
