import type { LanguageModelV4Message, LanguageModelV4Prompt, LanguageModelV4ToolResultPart } from "@ai-sdk/provider";
import type { z } from "zod";
import { type AskToolName, type AskToolOutput, askTools } from "#lib/contract/ask-tools";
import type { WorksheetDraft } from "#lib/worksheet/draft";
import type { FoundValue } from "../mentions/find-values.ts";
import type { DescribedSource } from "../source.ts";
import type { Diagnostic } from "./repair.ts";

export type ListedSource = AskToolOutput<"find-sources">["sources"][number];
export type RunOutput = Extract<AskToolOutput<"run-worksheet">, { ok: true }>;

/** What the tools of this answer have told so far. */
export type Conversation = {
  readonly listed: readonly ListedSource[] | null;
  readonly described: readonly DescribedSource[];
  /** Names of sources that were asked for, told or not. */
  readonly asked: readonly string[];
  /** Words that were looked for, by the name of the source. */
  readonly sought: ReadonlyMap<string, ReadonlySet<string>>;
  /** By the name of the source. */
  readonly found: ReadonlyMap<string, readonly FoundValue[]>;
  readonly runs: readonly {
    readonly draft: WorksheetDraft;
    readonly output: RunOutput | null;
    readonly message: string;
    readonly diagnostics: readonly Diagnostic[];
  }[];
  readonly hasChart: boolean;
  readonly isEnded: boolean;
  /** Calls so far, of this answer and of those before it. */
  readonly callCount: number;
};

type Call = { readonly name: string; readonly input: unknown; readonly output: unknown };

/** Reads the tool calls and their results after the last question of the person. */
export function readConversation(prompt: LanguageModelV4Prompt): Conversation {
  const start = prompt.findLastIndex(({ role }) => role === "user");
  const calls = readCalls(prompt.slice(start + 1));
  const outputs = <Name extends AskToolName>(name: Name) => calls.filter((call) => call.name === name);
  return {
    listed:
      outputs("find-sources")
        .map(({ output }) => parse(askTools["find-sources"].output, output)?.sources ?? [])
        .at(-1) ?? null,
    described: outputs("describe-source").flatMap(({ output }) => {
      const described = parse(askTools["describe-source"].output, output);
      return described?.ok === true ? [described] : [];
    }),
    asked: outputs("describe-source").map(
      ({ input }) => askTools["describe-source"].input.safeParse(input).data?.source ?? "",
    ),
    sought: readSought(outputs("find-values")),
    found: readFound(outputs("find-values")),
    runs: outputs("run-worksheet").flatMap(readRun),
    hasChart: outputs("draw-chart").length > 0,
    isEnded: outputs("ask-back").length > 0 || outputs("decline").length > 0,
    callCount: prompt.flatMap(callsOf).length,
  };
}

function readSought(calls: readonly Call[]): ReadonlyMap<string, ReadonlySet<string>> {
  const sought = new Map<string, ReadonlySet<string>>();
  for (const { input } of calls) {
    const parsed = askTools["find-values"].input.safeParse(input).data;
    if (parsed === undefined) continue;
    sought.set(parsed.source, new Set([...(sought.get(parsed.source) ?? []), ...parsed.words]));
  }
  return sought;
}

/** What was found in a source by all the calls that looked there. */
function readFound(calls: readonly Call[]): ReadonlyMap<string, readonly FoundValue[]> {
  const found = new Map<string, readonly FoundValue[]>();
  for (const { input, output } of calls) {
    const source = askTools["find-values"].input.safeParse(input).data?.source;
    const parsed = parse(askTools["find-values"].output, output);
    if (source === undefined) continue;
    found.set(source, [...(found.get(source) ?? []), ...(parsed?.ok === true ? parsed.matches : [])]);
  }
  return found;
}

function readRun({ input, output }: Call): Conversation["runs"][number][] {
  const draft = askTools["run-worksheet"].input.safeParse(input).data?.worksheet;
  if (draft === undefined) return [];
  const parsed = parse(askTools["run-worksheet"].output, output);
  if (parsed?.ok === true) return [{ draft, output: parsed, message: "", diagnostics: [] }];
  const message = parsed?.message ?? "The worksheet could not be run.";
  return [{ draft, output: null, message, diagnostics: parsed?.diagnostics ?? [] }];
}

function parse<Schema extends z.ZodType>(schema: Schema, value: unknown): z.infer<Schema> | null {
  return schema.safeParse(value).data ?? null;
}

function readCalls(messages: readonly LanguageModelV4Message[]): Call[] {
  const results = new Map(messages.flatMap(resultsOf).map((result) => [result.toolCallId, contentOf(result)]));
  return messages
    .flatMap(callsOf)
    .map(({ toolCallId, toolName, input }) => ({ name: toolName, input, output: results.get(toolCallId) }));
}

function callsOf(message: LanguageModelV4Message) {
  return message.role === "assistant" ? message.content.filter((part) => part.type === "tool-call") : [];
}

function resultsOf(message: LanguageModelV4Message): LanguageModelV4ToolResultPart[] {
  if (message.role !== "tool" && message.role !== "assistant") return [];
  return message.content.filter((part) => part.type === "tool-result");
}

/** Tools answer in JSON; as text when somebody formatted it for other models. */
function contentOf({ output }: LanguageModelV4ToolResultPart): unknown {
  if (output.type === "json" || output.type === "error-json") return output.value;
  if (output.type !== "text") return null;
  try {
    return JSON.parse(output.value);
  } catch {
    return null;
  }
}
