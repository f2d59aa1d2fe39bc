import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { registerHooks } from "node:module";
import { resolve } from "node:path";
import { text } from "node:stream/consumers";
import { isExternal, startDatabase } from "#scripts/serve/database";

/** A server with the routes of ours that a test asks, without Next and its build: prints its port, then serves until it is killed. */

// Next's bundler finds `next/headers` without its ending; Node does not.
registerHooks({
  resolve: (specifier, context, next) =>
    next(/^next\/[a-z]+$/.test(specifier) ? `${specifier}.js` : specifier, context),
});

type Handler = (request: Request, context: { params: Promise<Record<never, never>> }) => Response | Promise<Response>;

if (!isExternal()) throw new Error("Give it a DATABASE_URL.");
await startDatabase(resolve(process.env["ASKBOOK_DATA_DIR"] ?? ""), console.error);
const routes: Readonly<Record<string, Handler>> = {
  "GET /healthz": (await import("../../app/healthz/route.ts")).GET,
  "GET /readyz": (await import("../../app/readyz/route.ts")).GET,
  "POST /api/setup": (await import("../../app/api/setup/route.ts")).POST,
  "POST /api/sign-out": (await import("../../app/api/sign-out/route.ts")).POST,
  "GET /api/sources": (await import("../../app/api/sources/route.ts")).GET,
};
const server = createServer((request, response) => void answer(request, response));
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (typeof address === "object") process.stdout.write(`${address?.port}\n`);
});

async function answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const handler = routes[`${incoming.method} ${incoming.url}`];
  const response = (await handler?.(await requestOf(incoming), { params: Promise.resolve({}) })) ?? Response.error();
  outgoing.writeHead(response.status, [...response.headers].flat());
  outgoing.end(await response.text());
}

async function requestOf(incoming: IncomingMessage): Promise<Request> {
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) headers.set(name, String(value));
  const method = incoming.method ?? "GET";
  const body = method === "GET" ? {} : { body: await text(incoming) };
  return new Request(`http://${incoming.headers.host}${incoming.url}`, { method, headers, ...body });
}
