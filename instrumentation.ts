import type { Instrumentation } from "next";

/** Called once when the server starts, before it takes requests. */
export async function register(): Promise<void> {
  if (process.env["NEXT_RUNTIME"] !== "nodejs") return;
  const { env } = await import("#lib/env");
  env();
}

export const onRequestError: Instrumentation.onRequestError = async (error, request, context) => {
  if (process.env["NEXT_RUNTIME"] !== "nodejs") return;
  const { log } = await import("#lib/log");
  // The query string may hold what somebody typed.
  const path = request.path.split("?")[0];
  log().error({ err: error, method: request.method, path, route: context.routePath }, "A request failed");
};
