import "server-only";
import { AskbookError, describeError, type ErrorBody, statusOf } from "#lib/errors";
import { log } from "#lib/log";
import type { Person } from "#lib/permissions";
import { parseId } from "./input.ts";
import { requireSameOrigin } from "./origin.ts";
import { findViewer, orUnauthenticated } from "./viewer.ts";

type RouteHandler<Params> = (request: Request, context: { params: Promise<Params> }) => Promise<Response>;

/**
 * A route handler for people who are signed in. What it throws becomes `{ error: ErrorBody }` with the error's status. Ids of the address
 * (`[id]`, `[…Id]`) are UUIDs when the handler gets them; anything else is 404.
 */
export function route<Params extends object = Record<never, never>>(
  handler: (viewer: Person, request: Request, params: Params) => Promise<Response>,
): RouteHandler<Params> {
  return publicRoute(async (request, params) => {
    const viewer = orUnauthenticated(await findViewer(request.headers));
    // Next has no params at all for an address without any.
    for (const [name, value] of Object.entries(params ?? {})) if (/^id$|Id$/.test(name)) parseId(value);
    return handler(viewer, request, params);
  });
}

/** A route handler for anybody. */
export function publicRoute<Params = Record<never, never>>(
  handler: (request: Request, params: Params) => Promise<Response>,
): RouteHandler<Params> {
  return async (request, { params }) => {
    try {
      requireSameOrigin(request);
      return await handler(request, await params);
    } catch (error) {
      return errorResponse(error, request);
    }
  };
}

function errorResponse(error: unknown, request: Request): Response {
  const body = describeError(error);
  const where = { method: request.method, path: new URL(request.url).pathname, code: body.code };
  if (!(error instanceof AskbookError)) log().error({ ...where, err: error }, "A request failed");
  else if (error.status >= 500) log().warn({ ...where, reason: causeOf(error) }, error.message);
  return Response.json({ error: body }, { status: statusOf(body.code), headers: errorHeaders(body) });
}

/** Only a cause's name: its text may hold what a person or a provider wrote. */
function causeOf(error: AskbookError): string | undefined {
  return error.cause instanceof Error ? error.cause.name : undefined;
}

function errorHeaders({ retryAfterSeconds }: ErrorBody): Record<string, string> {
  const headers = { "cache-control": "no-store" };
  return retryAfterSeconds === undefined
    ? headers
    : { ...headers, "retry-after": String(Math.ceil(retryAfterSeconds)) };
}
