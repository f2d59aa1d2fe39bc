import type { Instrumentation } from "next";

// The imports stand inside the conditions, because this file is bundled for the edge runtime too, which has no Node.

/** Called once when the server starts, before it takes requests. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === "nodejs") {
    const { env } = await import("#lib/env");
    const { onStop } = await import("#lib/lifecycle");
    const { abortAllRuns, countLiveRuns } = await import("#lib/runs/event-bus");
    const { applyRetention } = await import("#lib/runs/apply-retention");
    const { indexSources } = await import("#lib/ai/search/index-sources");
    const { forgetOldCounters } = await import("#lib/usage/limits");
    const { startJobWorker } = await import("#lib/data/jobs");
    const { stopEngines } = await import("#lib/data/duckdb/engines");
    const { closeDatabase } = await import("#db/client");
    const { reportLostKeys } = await import("#lib/ai/providers/check-encryption");
    const { reportEnvironmentProvider } = await import("#lib/ai/providers/environment-provider");
    env();
    await reportLostKeys();
    reportEnvironmentProvider();
    const worker = await startJobWorker({
      "index-source": (viewer, _input, signal) => indexSources(viewer, signal),
      "apply-retention": async (viewer) => {
        await applyRetention(viewer);
        await forgetOldCounters(viewer);
      },
    });
    onStop(async () => {
      // Answers in the making are marked interrupted and jobs put back, then what they work with ends.
      abortAllRuns();
      await Promise.all([worker.stop(), until(() => countLiveRuns() === 0, 5_000)]);
      stopEngines();
      await closeDatabase();
    });
  }
}

export const onRequestError: Instrumentation.onRequestError = async (error, request, context) => {
  if (process.env.NEXT_RUNTIME === "nodejs") {
    const { log } = await import("#lib/log");
    // The query string may hold what somebody typed.
    const path = request.path.split("?")[0];
    log().error({ err: error, method: request.method, path, route: context.routePath }, "A request failed");
  }
};

async function until(isDone: () => boolean, milliseconds: number): Promise<void> {
  const deadline = Date.now() + milliseconds;
  while (!isDone() && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 50));
}
