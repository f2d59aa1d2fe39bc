import "server-only";
import type { wrapEmbeddingModel, wrapLanguageModel } from "ai";

/** The model interfaces of the very SDK that runs them: providers carry copies of their own. */
export type LanguageModelV4 = ReturnType<typeof wrapLanguageModel>;
export type EmbeddingModelV4 = ReturnType<typeof wrapEmbeddingModel>;
export type CallOptions = Parameters<LanguageModelV4["doStream"]>[0];
export type GenerateResult = Awaited<ReturnType<LanguageModelV4["doGenerate"]>>;
export type StreamResult = Awaited<ReturnType<LanguageModelV4["doStream"]>>;
export type StreamPart = StreamResult["stream"] extends ReadableStream<infer Part> ? Part : never;
export type ModelUsage = GenerateResult["usage"];
export type EmbedOptions = Parameters<EmbeddingModelV4["doEmbed"]>[0];
export type EmbedResult = Awaited<ReturnType<EmbeddingModelV4["doEmbed"]>>;
