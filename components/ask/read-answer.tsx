import type { Chart } from "#lib/chart/chart";
import type { RunPart } from "#lib/contract/run-chunks";
import type { RunData } from "#lib/contract/runs";

import type { Mark } from "./edit/draft-edits.tsx";

export type ToolPart = Extract<RunPart, { type: `tool-${string}` }>;
export type ResultData = RunData["result"];
export type NumberData = RunData["number"];

/** An answer's parts by what they are for. */
export type Answer = {
  readonly tools: readonly ToolPart[];
  readonly results: readonly ResultData[];
  readonly chart: RunData["chart"] | null;
  /** The text of the last step, in Markdown. */
  readonly prose: string;
  readonly numbers: ReadonlyMap<string, NumberData>;
  readonly verification: RunData["verification"] | null;
  readonly notice: RunData["notice"] | null;
  /** Of a version that was changed by hand. */
  readonly edited: RunData["edited"] | null;
  readonly usage: RunData["usage"] | null;
  readonly askBack: { readonly question: string; readonly choices: readonly Choice[] } | null;
  readonly decline: { readonly reason: string; readonly nearestQuestion: string | null } | null;
};

export type Choice = { readonly label: string; readonly question: string };

export function readAnswer(parts: readonly RunPart[]): Answer {
  const tools = parts.filter(isTool);
  const notice = parts.flatMap((part) => (part.type === "data-notice" ? [part.data] : [])).at(-1) ?? null;
  return {
    tools,
    results: parts.flatMap((part) => (part.type === "data-result" ? [part.data] : [])),
    chart: parts.flatMap((part) => (part.type === "data-chart" ? [part.data] : [])).at(-1) ?? null,
    prose: parts
      .slice(parts.findLastIndex(isTool) + 1)
      .flatMap((part) => (part.type === "text" ? [part.text] : []))
      .join("\n\n"),
    numbers: new Map(parts.flatMap((part) => (part.type === "data-number" ? [[part.data.id, part.data]] : []))),
    verification: parts.flatMap((part) => (part.type === "data-verification" ? [part.data] : [])).at(-1) ?? null,
    notice: notice?.code === "started" ? null : notice,
    edited: parts.flatMap((part) => (part.type === "data-edited" ? [part.data] : [])).at(-1) ?? null,
    usage: parts.flatMap((part) => (part.type === "data-usage" ? [part.data] : [])).at(-1) ?? null,
    ...readReply(tools),
  };
}

function readReply(tools: readonly ToolPart[]): Pick<Answer, "askBack" | "decline"> {
  let askBack: Answer["askBack"] = null;
  let decline: Answer["decline"] = null;
  for (const part of tools) {
    if (part.type === "tool-ask-back" && part.state === "output-available") askBack = part.input;
    if (part.type === "tool-decline" && part.state === "output-available") decline = part.input;
  }
  return { askBack, decline };
}

/** The result that is the answer: the one that is drawn, else the last. */
export function mainResult({ results, chart }: Answer): ResultData | null {
  return results.find(({ resultId }) => resultId === chart?.resultId) ?? results.at(-1) ?? null;
}

export function chartOf({ chart }: Answer, result: ResultData | null): Chart | null {
  return result !== null && chart?.resultId === result.resultId ? chart.chart : null;
}

/** How it is drawn by wish; null: the rule has found no chart for it. */
export function markOf(answer: Answer, result: ResultData | null): Mark {
  return chartOf(answer, result)?.mark ?? (answer.edited?.isTable === true ? "table" : null);
}

export function isTool(part: RunPart): part is ToolPart {
  return part.type.startsWith("tool-");
}
