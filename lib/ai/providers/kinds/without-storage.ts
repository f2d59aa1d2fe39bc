import "server-only";
import { defaultSettingsMiddleware, wrapLanguageModel } from "ai";
import type { LanguageModelV4 } from "../model-types.ts";

/** The Responses API keeps what it is sent unless told otherwise with every request. */
export function withoutStorage(model: LanguageModelV4, namespace: "openai" | "azure"): LanguageModelV4 {
  return wrapLanguageModel({
    model,
    middleware: defaultSettingsMiddleware({ settings: { providerOptions: { [namespace]: { store: false } } } }),
  });
}
