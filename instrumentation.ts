import type { Instrumentation } from "next";

/** Called once when the server starts, before it takes requests. */
export async function register(): Promise<void> {
  if (process.env["NEXT_RUNTIME"] !== "nodejs") return;
  const [{ env }, { onStop }] = await Promise.all([import("#lib/env"), import("#lib/lifecycle")]);
  env();
  onStop(stopWork);
}

export const onRequestError: Instrumentation.onRequestError = async (error, request, context) => {
  if (process.env["NEXT_RUNTIME"] !== "nodejs") return;
  const { log } = await import("#lib/log");
  // The query string may hold what somebody typed.
  const path = request.path.split("?")[0];
  log().error({ err: error, method: request.method, path, route: context.routePath }, "A request failed");
};

/** Answers in the making are marked interrupted, then what they work with ends. */
async function stopWork(): Promise<void> {
  const [runs, engines, database] = await Promise.all([
    import("#lib/runs/event-bus"),
    import("#lib/data/duckdb/engines"),
    import("#db/client"),
  ]);
  runs.abortAllRuns();
  const deadline = Date.now() + 5_000;
  while (runs.countLiveRuns() > 0 && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 50));
  engines.stopEngines();
  await database.closeDatabase();
}
