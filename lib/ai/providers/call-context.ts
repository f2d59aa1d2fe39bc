import "server-only";
import { AsyncLocalStorage } from "node:async_hooks";

export type SentRequest = { readonly url: string; readonly body: string };

export type CallContext = {
  /** Told of every request before it leaves, byte for byte, without headers. */
  readonly onRequest: (request: SentRequest) => Promise<void>;
  /** Told of the headers of every answer, as soon as they come. */
  readonly onHeaders?: (headers: Headers) => void;
};

const storage = new AsyncLocalStorage<CallContext>();

/** Registries serve everybody in an organization; this ties what the wire sends to the call that caused it. */
export function inCall<Result>(context: CallContext, work: () => Result): Result {
  return storage.run(context, work);
}

export function currentCall(): CallContext | undefined {
  return storage.getStore();
}
