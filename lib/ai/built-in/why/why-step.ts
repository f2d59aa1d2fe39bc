import type { AskModelInput } from "#lib/contract/ask-tools";
import type { Conversation } from "../ask/conversation.ts";
import { call, type Step, say } from "../ask/step.ts";
import { nameOfMeasure } from "../draft/names.ts";
import { type KnownSource, prepareSource } from "../source.ts";
import { planWhy } from "./plan-why.ts";
import { readWhy, type Why } from "./read-why.ts";
import { mostTelling, type PartRun, writeWhy } from "./write-why.ts";

/** The next step of an explanation: a worksheet after the other, a drawing of the most telling, then prose. Null: no reason is asked for. */
export function explainStep(input: AskModelInput, conversation: Conversation): Step | null {
  const asked = findAsked(input, conversation);
  if (asked === null) return null;
  const { why, source } = asked;
  const parts = planWhy(why, source);
  const next = parts[conversation.runs.length];
  if (next !== undefined) return call({ name: "run-worksheet", input: { worksheet: next.draft } });
  const runs = conversation.runs.flatMap(({ output }, index): PartRun[] =>
    output === null ? [] : [{ column: parts[index]?.column ?? null, output }],
  );
  const [first] = runs;
  if (first === undefined) return null;
  const drawn = conversation.hasChart ? null : drawing(mostTelling(why, runs));
  return drawn ?? say(writeWhy(why, nameOfMeasure(why.measure, source), runs));
}

function findAsked(
  { question, previous }: AskModelInput,
  { described, found }: Conversation,
): { readonly why: Why; readonly source: KnownSource } | null {
  for (const one of described) {
    const source = prepareSource(one);
    const why = readWhy(question, previous, source, found.get(one.name) ?? []);
    if (why !== null && planWhy(why, source).length > 0) return { why, source };
  }
  return null;
}

/** Bars of the change, or of the level. */
function drawing(run: PartRun | null): Step | null {
  const columns = run?.output.columns ?? [];
  const [label] = columns;
  const measure = columns.find(({ name }) => name === "Change") ?? columns[1];
  if (run === null || label === undefined || measure === undefined || run.output.rowCount < 2) return null;
  return call({
    name: "draw-chart",
    input: { result: run.output.result, mark: "bar", x: label.key, y: [measure.key], color: null },
  });
}
