import { type NextRequest, NextResponse } from "next/server";
import { pathOfThisSite } from "#lib/auth/path-of-this-site";

/** Gives every page its Content-Security-Policy and its own address. Nobody is authorized here: that is done where data is read. */
export function proxy(request: NextRequest): NextResponse {
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString("base64");
  const policy = contentSecurityPolicy(nonce);
  // Next takes the nonce from the request's headers, so what a client sent under these names must not get there.
  const headers = new Headers(request.headers);
  headers.delete("content-security-policy-report-only");
  headers.set("content-security-policy", policy);
  headers.set("x-nonce", nonce);
  // Where a person wanted to go, for the way back after signing in.
  headers.set("x-pathname", pathOfThisSite(`${request.nextUrl.pathname}${request.nextUrl.search}`));
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  return response;
}

export const config = {
  // Not for the API: a request's body would be held in memory here, and cut at 10 MB.
  matcher: "/((?!api/|_next/static/|healthz$|readyz$).*)",
};

function contentSecurityPolicy(nonce: string): string {
  // React's development build explains errors by means of eval.
  const development = process.env.NODE_ENV === "development" ? " 'unsafe-eval'" : "";
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development}`,
    // Positioned layers, charts and virtual rows write their styles inline; without foreign hosts these can leak nothing.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}
