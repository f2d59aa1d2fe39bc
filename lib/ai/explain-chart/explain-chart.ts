import "server-only";
import { getOrganization } from "#db/queries/organizations";
import { updateRunModel } from "#db/queries/run-progress";
import { createProvingWriter } from "#lib/ai/answer/prove-numbers";
import { writeUsage } from "#lib/ai/answer/write-usage";
import { getModels, type Models, requireAi } from "#lib/ai/providers/registry";
import type { ExplainChartInput } from "#lib/contract/explain-chart";
import { type Person, requirePermission } from "#lib/permissions";
import type { RunContext, RunWork } from "#lib/runs/perform-run";
import { keepExplanation, writeKept } from "./kept-explanation.ts";
import { type ChartReading, readChart } from "./read-chart.ts";
import { writeProse } from "./write-prose.ts";

/** Throws forbidden, or ai_not_configured with a sentence. */
export async function requireExplanation(viewer: Person): Promise<void> {
  requirePermission(viewer, "explainCharts");
  await requireAi(viewer);
}

/** The work of an explanation: the chart's rows as the viewer, facts by our code, then prose with proved numbers. */
export function explainChart(viewer: Person, input: ExplainChartInput): RunWork {
  return async (context) => {
    const models = await getModels(viewer, { runId: context.runId, feature: "explain-chart" });
    await explainWith(models, viewer, input)(context);
  };
}

/** The same with given models. */
export function explainWith(models: Models, viewer: Person, input: ExplainChartInput): RunWork {
  return async (context) => {
    const startedAt = Date.now();
    const organization = await getOrganization(viewer);
    const reading = await readChart(viewer, context, input, organization);
    showReading(context, reading);
    if (await writeKept(viewer, context, reading, models, organization, input.regenerate)) return;
    await updateRunModel(viewer, context.runId, models.identity);
    const writer = createProvingWriter(() => reading.scope, context.write);
    try {
      const isWhole = await writeProse(models, context, reading, organization, writer);
      if (isWhole && writer.verification().unverified === 0)
        await keepExplanation(viewer, context, reading, models, organization);
    } finally {
      if (writer.hasProse())
        context.write({ type: "data-verification", id: "verification", data: writer.verification() });
      await writeUsage(models, context, startedAt);
    }
  };
}

/** The rows' worksheet and the facts stand there before anything is written. */
function showReading({ write }: RunContext, reading: ChartReading): void {
  write({ type: "data-result", id: reading.result.resultId, data: reading.result });
  const facts = reading.facts.map(({ id, kind, text }) => ({ id, kind, text }));
  write({ type: "data-facts", id: "facts", data: { facts } });
  write({ type: "data-explanation", id: "explanation", data: reading.about });
}
