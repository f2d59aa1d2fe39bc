import { markNames } from "#lib/chart/describe-chart";
import type { AskToolName } from "#lib/contract/ask-tools";
import type { ToolPart } from "../read-answer.tsx";
import { readDraftSteps } from "./draft-steps.tsx";
import type { Step } from "./step.tsx";

type PartOf<Name extends AskToolName> = Extract<ToolPart, { type: `tool-${Name}` }>;
type Readers = { readonly [Name in AskToolName]: (part: PartOf<Name>) => Step[] };

/**
 * What was done, in order, from the calls of tools: while their input still streams, as much as is there. What led nowhere, such as a
 * look at a source that was not used, is shown only while it goes on.
 */
export function readSteps(tools: readonly ToolPart[]): Step[] {
  const used = findUsedSource(tools);
  return tools.filter((part) => isWorthShowing(part, used)).flatMap((part) => readTool(part, used));
}

/** What led to the worksheet, without the parts of the worksheet itself: they are cards of their own. */
export function readStory(tools: readonly ToolPart[]): Step[] {
  return readSteps(tools).filter(({ kind }) => storyKinds.has(kind));
}

const storyKinds: ReadonlySet<Step["kind"]> = new Set(["search", "values", "problem", "ask", "decline"]);

export type UsedSource = { readonly name: string; readonly reason: string | null };

/** The source of the newest worksheet and why it was chosen: "Why Orders?" */
export function findUsedSource(tools: readonly ToolPart[]): UsedSource | null {
  const names = tools.flatMap((part) =>
    part.type === "tool-run-worksheet" ? (part.input?.worksheet?.source ?? []) : [],
  );
  const name = names.at(-1);
  if (name === undefined || name === "") return null;
  const found = tools.flatMap((part) =>
    part.type === "tool-find-sources" && part.state === "output-available" ? part.output.sources : [],
  );
  return { name, reason: found.find((source) => source.name === name)?.reason ?? null };
}

function isWorthShowing(part: ToolPart, used: UsedSource | null): boolean {
  if (isRunning(part) || part.state === "output-error") return true;
  if (part.type === "tool-find-sources") return used === null;
  if (part.type === "tool-describe-source") return used === null || part.input?.source === used.name;
  if (part.type === "tool-find-values" && part.state === "output-available")
    return part.output.ok && part.output.matches.length > 0;
  return true;
}

function readTool(part: ToolPart, used: UsedSource | null): Step[] {
  const steps = readerOf(part);
  if (part.state === "output-error")
    return [...steps, { id: `${part.toolCallId}-error`, kind: "problem", title: part.errorText, isRunning: false }];
  if (part.type !== "tool-describe-source" || used === null || used.reason === null) return steps;
  const { reason } = used;
  return steps.map((step) => ({ ...step, detail: reason }));
}

function readerOf(part: ToolPart): Step[] {
  switch (part.type) {
    case "tool-find-sources":
      return readers["find-sources"](part);
    case "tool-describe-source":
      return readers["describe-source"](part);
    case "tool-find-values":
      return readers["find-values"](part);
    case "tool-run-worksheet":
      return readers["run-worksheet"](part);
    case "tool-draw-chart":
      return readers["draw-chart"](part);
    case "tool-ask-back":
      return readers["ask-back"](part);
    case "tool-decline":
      return readers["decline"](part);
  }
}

const readers: Readers = {
  "find-sources": (part) => {
    const found = part.state === "output-available" ? part.output.sources : [];
    const [best] = found;
    if (best === undefined)
      return [step(part, "search", isRunning(part) ? "Looking for data that fits" : "No source fits the question")];
    const others =
      found.length === 1
        ? ""
        : ` Before ${found
            .slice(1, 3)
            .map(({ name }) => name)
            .join(", ")}.`;
    return [step(part, "search", `Found ${best.name}`, { detail: `${best.reason}${others}` })];
  },
  "describe-source": (part) => {
    const name = part.input?.source ?? "";
    if (part.state !== "output-available") return name === "" ? [] : [step(part, "source", `Reading ${name}`)];
    if (!part.output.ok) return [step(part, "problem", part.output.message)];
    return [step(part, "source", part.output.name, { detail: describeSize(part.output) })];
  },
  "find-values": (part) => {
    const words = (part.input?.words ?? []).flatMap((word) => (word === undefined ? [] : [`“${word}”`])).join(", ");
    if (part.state !== "output-available") return words === "" ? [] : [step(part, "values", `Looking up ${words}`)];
    if (!part.output.ok) return [step(part, "problem", part.output.message)];
    const found = part.output.matches.map(
      ({ word, column, values }) => `“${word}” is ${column} ${values.slice(0, 3).join(", ")}`,
    );
    return [step(part, "values", found.length === 0 ? `No values like ${words}` : found.slice(0, 3).join(" · "))];
  },
  "run-worksheet": (part) => {
    const draft = readDraftSteps(part.input?.worksheet, part.state === "input-streaming", part.toolCallId);
    if (part.state !== "output-available")
      return [...draft, ...(part.state === "input-available" ? [step(part, "run", "Running the query")] : [])];
    if (part.output.ok) return draft;
    const [first] = part.output.diagnostics ?? [];
    return [
      step(part, "problem", first?.message ?? part.output.message, {
        detail: first?.fix === undefined ? "The model writes the worksheet again." : `Mended by: ${first.fix}`,
      }),
    ];
  },
  "draw-chart": (part) => {
    if (part.state === "output-available" && !part.output.ok) return [];
    const mark = part.input?.mark;
    return mark === undefined ? [] : [step(part, "chart", markNames[mark])];
  },
  "ask-back": (part) => [step(part, "ask", "The question has several meanings")],
  decline: (part) => [step(part, "decline", "The data does not hold the answer")],
};

function isRunning(part: ToolPart): boolean {
  return part.state === "input-streaming" || part.state === "input-available";
}

function step(part: ToolPart, kind: Step["kind"], title: string, more: Pick<Step, "detail" | "formula"> = {}): Step {
  return { id: part.toolCallId, kind, title, ...more, isRunning: isRunning(part) };
}

function describeSize({
  columns,
  rowCount,
  asOf,
}: {
  columns: readonly unknown[];
  rowCount?: number | undefined;
  asOf: string;
}): string {
  const rows = rowCount === undefined ? "" : `${rowCount.toLocaleString()} rows · `;
  return `${rows}${columns.length} columns · as of ${asOf.slice(0, 10)}`;
}
