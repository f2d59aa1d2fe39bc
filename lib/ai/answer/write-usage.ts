import "server-only";
import type { Models } from "#lib/ai/providers/registry";
import type { RunContext } from "#lib/runs/perform-run";

/** Says who answered, and what it took. */
export async function writeUsage(models: Models, context: RunContext, startedAt: number): Promise<void> {
  const { provider, model } = models.identity;
  const { inputTokens, outputTokens, costUsd } = await models.usage();
  const elapsedMs = Date.now() - startedAt;
  const data = { provider, model, inputTokens, outputTokens, costUsd, elapsedMs };
  context.write({ type: "data-usage", id: "usage", data });
}
