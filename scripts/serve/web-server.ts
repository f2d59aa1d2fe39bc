import { createServer, type Server } from "node:http";
import next from "next";
import type { Lifecycle } from "#lib/lifecycle";
import type { WebMessage } from "./web.ts";

const [host = "127.0.0.1", port = "3000"] = process.argv.slice(2);
const drainMs = 5_000;
const hooksMs = 8_000;

const lifecycle: Lifecycle = { isStopping: false, stopHooks: new Set() };
globalThis.askbookLifecycle = lifecycle;

await serve().catch((error: unknown) => {
  report({ kind: "failed", reason: explain(error) });
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

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if ("code" in error && error.code === "EADDRINUSE")
    return `Port ${port} is taken by another program. Stop it, or choose another with PORT=3001 npm start.`;
  if ("code" in error && error.code === "EACCES")
    return `This user may not listen on port ${port}. Choose one with PORT.`;
  if ("code" in error && (error.code === "EADDRNOTAVAIL" || error.code === "ENOTFOUND"))
    return `${host} is not an address of this machine. Change HOST.`;
  return error.stack ?? error.message;
}

function report(message: WebMessage): void {
  process.send?.(message);
}
