import "server-only";
import { AskbookError } from "#lib/errors";
import { type Ledger, openLedger } from "./call-ledger.ts";
import type { CallOptions, GenerateResult, StreamPart, StreamResult } from "./model-types.ts";
import type { ModelCall } from "./organization-models.ts";

/** The model that runs in this process: nothing leaves, no limit holds, and what it throws is a fault of ours. Its calls are counted. */

export async function generateHere(call: ModelCall, options: CallOptions): Promise<GenerateResult> {
  const ledger = openLedgerHere(call);
  try {
    const result = await call.models.chat.doGenerate(options);
    await ledger.close(null);
    return result;
  } catch (error) {
    await ledger.close(failureOf(error, options));
    throw error;
  }
}

export async function streamHere(call: ModelCall, options: CallOptions): Promise<StreamResult> {
  const ledger = openLedgerHere(call);
  try {
    const result = await call.models.chat.doStream(options);
    return { ...result, stream: observed(result.stream, ledger, options) };
  } catch (error) {
    await ledger.close(failureOf(error, options));
    throw error;
  }
}

function observed(stream: StreamResult["stream"], ledger: Ledger, options: CallOptions): ReadableStream<StreamPart> {
  const reader = stream.getReader();
  return new ReadableStream<StreamPart>({
    async pull(controller) {
      try {
        const { done, value } = await reader.read();
        if (done) {
          await ledger.close(null);
          return controller.close();
        }
        if (value.type === "text-delta" || value.type === "tool-input-delta") ledger.onContent(value.delta.length);
        controller.enqueue(value);
      } catch (error) {
        await ledger.close(failureOf(error, options));
        controller.error(error);
      }
    },
    async cancel(reason) {
      await ledger.close(new AskbookError("aborted"));
      await reader.cancel(reason);
    },
  });
}

function openLedgerHere(call: ModelCall): Ledger {
  return openLedger(call, { kind: "chat", model: call.models.identity.model, admission: null });
}

function failureOf(error: unknown, { abortSignal }: CallOptions): AskbookError {
  if (abortSignal?.aborted === true) return new AskbookError("aborted");
  return error instanceof AskbookError ? error : new AskbookError("internal");
}
