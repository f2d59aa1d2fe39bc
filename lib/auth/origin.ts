import "server-only";
import { AskbookError } from "#lib/errors";

/** Refuses a change that another site's page asks for. Scripts send `Origin` too, with this server's address. */
export function requireSameOrigin(request: Request): void {
  if (request.method === "GET" || request.method === "HEAD") return;
  if (hostOf(request.headers.get("origin")) !== (ownHost(request.headers) ?? new URL(request.url).host)) {
    throw new AskbookError("forbidden", {
      message: "The request does not come from this site. Send the header Origin with this server's address.",
    });
  }
}

/** Pages that lead on to an address that they were given, which may come from anywhere. */
const passingOn = /^\/(sign-in|set-up|invitation|reset)(\/|$)/;

/** Whether a page of this site led here, by a link or a form of its own: no other site can say so. */
export function isFromOwnPage(headers: Headers): boolean {
  const referer = URL.parse(headers.get("referer") ?? "");
  return referer !== null && referer.host === ownHost(headers) && !passingOn.test(referer.pathname);
}

/** The host that the browser asked for, as the proxy before us tells it. */
export function ownHost(headers: Headers): string | null {
  return headers.get("x-forwarded-host")?.split(",")[0]?.trim() ?? headers.get("host");
}

function hostOf(origin: string | null): string | null {
  return origin !== null && URL.canParse(origin) ? new URL(origin).host : null;
}
