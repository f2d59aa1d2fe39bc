import "server-only";
import { guardedFetch } from "#lib/network/guarded-fetch";
import { currentCall } from "./call-context.ts";

type Fetch = typeof globalThis.fetch;

/** The `fetch` of every provider: through the endpoint guard, following no redirect, telling the current call what is sent. */
export const providerFetch: Fetch = async (input, init = {}) => {
  const body = typeof init.body === "string" ? init.body : undefined;
  const response = await guardedFetch(input instanceof Request ? input.url : String(input), {
    method: init.method ?? "GET",
    headers: new Headers(init.headers),
    body,
    signal: init.signal,
    beforeSend: async ({ href }) => {
      if (body !== undefined) await currentCall()?.onRequest({ url: href, body });
    },
  });
  currentCall()?.onHeaders?.(response.headers);
  return response;
};
