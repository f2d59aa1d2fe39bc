import "server-only";
import { isIP } from "node:net";
import { Agent, buildConnector, fetch as undiciFetch } from "undici";
import { AskbookError } from "#lib/errors";
import { checkConnection, guardedLookup, hostOf, parseEndpoint, protocolOf } from "./endpoint-guard.ts";

type GuardedRequest = {
  readonly method: string;
  readonly headers: Headers;
  readonly body: string | undefined;
  readonly signal?: AbortSignal | null | undefined;
  /** Told once the address may be called, before anything leaves. */
  readonly beforeSend?: (url: URL) => Promise<void>;
};

/** A request through the endpoint guard: every address is checked when the connection is made, and no redirect is followed. Throws `endpoint_invalid`. */
export async function guardedFetch(
  target: string,
  { method, headers, body, signal, beforeSend }: GuardedRequest,
): Promise<Response> {
  const url = parseEndpoint(target);
  const host = hostOf(url);
  if (isIP(host) !== 0) checkConnection(protocolOf(url), host, host);
  await beforeSend?.(url);
  const response = await undiciFetch(url, {
    method,
    headers: [...headers],
    ...(body === undefined ? {} : { body }),
    ...(signal ? { signal } : {}),
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
}

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
  var askbookGuardedAgents: Partial<Record<"http:" | "https:", Agent>> | undefined;
}

function dispatcherOf(protocol: "http:" | "https:"): Agent {
  globalThis.askbookGuardedAgents ??= {};
  globalThis.askbookGuardedAgents[protocol] ??= new Agent({
    connect: buildConnector({ lookup: guardedLookup(protocol), timeout: 10_000 }),
    // A slow model is the call's own concern: `timeouts.ts`.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  return globalThis.askbookGuardedAgents[protocol];
}
