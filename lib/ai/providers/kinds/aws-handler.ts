import "server-only";
import { guardedFetch } from "#lib/network/guarded-fetch";

/** What the AWS SDK hands over, signed. */
type SignedRequest = {
  readonly method: string;
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
};

/** The AWS SDK's way out: through the endpoint guard, following no redirect. */
export const guardedHandler = {
  handle: async (request: SignedRequest, options: { readonly abortSignal?: unknown } = {}) => {
    const port = request.port === undefined ? "" : `:${request.port}`;
    const headers = new Headers(request.headers);
    // These are made from the address and the body.
    headers.delete("host");
    headers.delete("content-length");
    const response = await guardedFetch(`${request.protocol}//${request.hostname}${port}${request.path}`, {
      method: request.method,
      headers,
      body: textOf(request.body),
      signal: options.abortSignal instanceof AbortSignal ? options.abortSignal : undefined,
    });
    const body = new Uint8Array(await response.arrayBuffer());
    return { response: { statusCode: response.status, headers: Object.fromEntries(response.headers), body } };
  },
};

function textOf(body: unknown): string | undefined {
  if (body instanceof Uint8Array) return new TextDecoder().decode(body);
  return typeof body === "string" ? body : undefined;
}
