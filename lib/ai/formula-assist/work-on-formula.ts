import "server-only";
import { updateRunModel } from "#db/queries/run-progress";
import { writeUsage } from "#lib/ai/answer/write-usage";
import { getModels, type Models, requireAi } from "#lib/ai/providers/registry";
import type { StartFormulaRun } from "#lib/contract/formula-assist";
import { AskbookError } from "#lib/errors";
import { type Person, requirePermission } from "#lib/permissions";
import type { RunContext, RunWork } from "#lib/runs/perform-run";
import { openBench } from "./bench.ts";
import { correctFormula, type Help } from "./correct-formula.ts";
import { explainFormula } from "./explain-formula.ts";
import { sayProgress } from "./say.ts";
import { writeFormula } from "./write-formula.ts";

/** Writing takes a model; correcting and explaining begin with what the checker and the syntax tree tell, and go on without one. */
export async function requireFormulaAssist(viewer: Person, { kind }: StartFormulaRun): Promise<void> {
  requirePermission(viewer, "useFormulaAi");
  requirePermission(viewer, "exploreFull");
  if (kind === "write-formula") await requireAi(viewer);
}

/** The work of the formula assistant: nothing is written to the stream that was not checked and run. */
export function workOnFormula(viewer: Person, input: StartFormulaRun): RunWork {
  return async (context) => {
    await workWith(await helpOf(viewer, context, input), viewer, input)(context);
  };
}

/** The same with given models, or none. */
export function workWith(help: Help, viewer: Person, input: StartFormulaRun): RunWork {
  return async (context) => {
    const startedAt = Date.now();
    if ("models" in help) await updateRunModel(viewer, context.runId, help.models.identity);
    const bench = await openBench(viewer, context, input.target);
    sayProgress(bench, "reading", "Reading the worksheet.");
    try {
      if (input.kind === "explain-formula") await explainFormula(bench, help, input);
      else if (input.kind === "correct-formula") await correctFormula(bench, help, input);
      else await writeFormula(bench, requireModels(help), input);
    } finally {
      if ("models" in help) await writeUsage(help.models, context, startedAt);
    }
  };
}

function requireModels(help: Help): Models {
  if ("models" in help) return help.models;
  throw new AskbookError("ai_not_configured");
}

async function helpOf(viewer: Person, { runId }: RunContext, { kind }: StartFormulaRun): Promise<Help> {
  try {
    return { models: await getModels(viewer, { runId, feature: kind }) };
  } catch (error) {
    if (!(error instanceof AskbookError) || error.code !== "ai_not_configured" || kind === "write-formula") throw error;
    return { reason: error.message };
  }
}
