import { createServer, type Server } from "node:http";
import next from "next";
import type { Lifecycle } from "#lib/lifecycle";
import { explainListening } from "./port.ts";
import type { WebMessage } from "./web.ts";

const [host = "127.0.0.1", port = "3000"] = process.argv.slice(2);
const drainMs = 5_000;
const hooksMs = 8_000;

const lifecycle: Lifecycle = { isStopping: false, stopHooks: new Set() };
globalThis.askbookLifecycle = lifecycle;

await serve().catch((error: unknown) => {
  report({ kind: "failed", reason: explainListening(error, host, Number(port)) });
  process.exit(1);
});

/** Serves from the moment that everything is ready, and ends with the process that started it. */
async function serve(): Promise<void> {
  const server = createServer();
  // An upload may take as long as it takes; a connection that sends nothing is still ended.
  server.requestTimeout = 0;
  server.keepAliveTimeout = 65_000;
  const isDevelopment = process.env.NODE_ENV === "development";
  const application = next({
    dev: isDevelopment,
    dir: process.cwd(),
    hostname: host,
    port: Number(port),
    httpServer: server,
  });
  await application.prepare();
  const handle = application.getRequestHandler();
  server.on("request", (request, response) => void handle(request, response));
  await listen(server);
  const stop = once(() => stopServing(server, () => application.close()));
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
  process.on("disconnect", stop);
  const address = server.address();
  report({ kind: "serving", port: typeof address === "object" && address !== null ? address.port : Number(port) });
}

function listen(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host, port: Number(port) }, resolve);
  });
}

/** Readiness off, requests get their time to end, then work is interrupted and the rest is cut. */
async function stopServing(server: Server, close: () => Promise<void>): Promise<void> {
  lifecycle.isStopping = true;
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  await within(drainMs, closed);
  await within(hooksMs, Promise.allSettled([...lifecycle.stopHooks].map((hook) => hook())));
  server.closeAllConnections();
  await within(2_000, close());
  process.exit(0);
}

function within(milliseconds: number, work: Promise<unknown>): Promise<unknown> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, milliseconds);
  return Promise.race([work, promise]).finally(() => clearTimeout(timer));
}

function once(work: () => Promise<void>): () => void {
  let isDone = false;
  return () => {
    if (isDone) return;
    isDone = true;
    void work();
  };
}

function report(message: WebMessage): void {
  process.send?.(message);
}
