import "server-only";
import { isIP } from "node:net";
import { Agent, buildConnector, fetch as undiciFetch } from "undici";
import { AskbookError } from "#lib/errors";
import { checkConnection, guardedLookup, hostOf, parseEndpoint, protocolOf } from "#lib/network/endpoint-guard";
import { currentCall } from "./call-context.ts";

type Fetch = typeof globalThis.fetch;

/** The `fetch` of every provider: through the endpoint guard, following no redirect, telling the current call what is sent. */
export const providerFetch: Fetch = async (input, init = {}) => {
  const url = parseEndpoint(input instanceof Request ? input.url : String(input));
  const host = hostOf(url);
  if (isIP(host) !== 0) checkConnection(protocolOf(url), host, host);
  const body = typeof init.body === "string" ? init.body : undefined;
  if (body !== undefined) await currentCall()?.onRequest({ url: url.href, body });
  const response = await undiciFetch(url, {
    method: init.method ?? "GET",
    headers: [...new Headers(init.headers)],
    ...(body === undefined ? {} : { body }),
    ...(init.signal ? { signal: init.signal } : {}),
    redirect: "manual",
    dispatcher: dispatcherOf(protocolOf(url)),
  });
  if (response.status >= 300 && response.status < 400) {
    await response.body?.cancel();
    throw new AskbookError("endpoint_invalid", {
      message:
        "The address answers with a redirect, which is not followed because it could carry the key elsewhere. Enter the final address.",
    });
  }
  return new Response(response.body === null ? null : byteStream(response.body), {
    status: response.status,
    statusText: response.statusText,
    headers: [...response.headers],
  });
};

/** Between undici's stream and the platform's, which differ in type only. */
function byteStream(source: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array<ArrayBuffer>> {
  const iterator = source[Symbol.asyncIterator]();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await iterator.next();
      if (done === true) controller.close();
      else controller.enqueue(new Uint8Array(value));
    },
    async cancel() {
      await iterator.return?.();
    },
  });
}

declare global {
  var askbookProviderAgents: Partial<Record<"http:" | "https:", Agent>> | undefined;
}

function dispatcherOf(protocol: "http:" | "https:"): Agent {
  globalThis.askbookProviderAgents ??= {};
  globalThis.askbookProviderAgents[protocol] ??= new Agent({
    connect: buildConnector({ lookup: guardedLookup(protocol), timeout: 10_000 }),
    // A slow model is the call's own concern: `timeouts.ts`.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  return globalThis.askbookProviderAgents[protocol];
}
