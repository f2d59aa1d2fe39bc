import "server-only";
import { defaultSettingsMiddleware, wrapLanguageModel } from "ai";
import type { CallOptions, LanguageModelV4 } from "../model-types.ts";

/** A model that is called with the same options of its provider every time. */
export function withOptions(
  model: LanguageModelV4,
  providerOptions: NonNullable<CallOptions["providerOptions"]>,
): LanguageModelV4 {
  return wrapLanguageModel({ model, middleware: defaultSettingsMiddleware({ settings: { providerOptions } }) });
}

/** The Responses API keeps what it is sent, unless told otherwise with every request. */
export const notStored = { store: false } as const;
