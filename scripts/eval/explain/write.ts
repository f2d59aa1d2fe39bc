import { createBuiltInModel } from "#lib/ai/built-in/model";
import { computeChartFacts } from "#lib/chart/chart-facts";
import { type Fact, raw } from "#lib/chart/facts";
import type { ExplainModelInput } from "#lib/contract/explain-chart";
import { createNumberStream, type ProseNumber } from "#lib/numbers/number-stream";
import type { EvalChart } from "#scripts/eval/explain/charts";

export type Explanation = {
  /** As the reader sees it. */
  readonly text: string;
  /** Numbers that our own checker does not bear out. */
  readonly unverified: readonly string[];
};

const model = createBuiltInModel();

/** Writes by the built-in model and puts the numbers in, as the server does. */
export async function explain({ chart, schema, rows }: EvalChart): Promise<Explanation> {
  const { shape, facts } = computeChartFacts(chart, schema, rows, { show: raw, asOf: null });
  const input: ExplainModelInput = {
    title: "",
    result: "r1",
    rowCount: rows.rowCount,
    shape: { ...shape, labels: [...shape.labels], measures: [...shape.measures] },
    facts: facts.map((fact) => ({ ...fact, labels: [...fact.labels], rows: [...fact.rows] })),
  };
  const { content } = await model.doGenerate({
    prompt: [],
    providerOptions: { askbook: { task: "explain-chart", input: JSON.parse(JSON.stringify(input)) } },
  });
  const prose = content.flatMap((part) => (part.type === "text" ? [part.text] : [])).join("");
  return putNumbersIn(prose, { schema, rows }, facts);
}

/** Prose as its reader sees it: references resolved and checked against the rows and the facts, as the server does. */
export function putNumbersIn(
  prose: string,
  { schema, rows }: Pick<EvalChart, "schema" | "rows">,
  facts: readonly Fact[],
): Explanation {
  const result = { name: "r1", resultId: "r1", schema, rows, rowCount: rows.rowCount };
  const scope = {
    results: [result],
    facts: facts.map((fact) => ({ ...fact, resultId: "r1" })),
    literals: schema.flatMap(({ name, formula }) => [name, formula]),
    locale: "en-US",
    currency: "USD",
  };
  let last = 0;
  const stream = createNumberStream(
    () => scope,
    () => `n${++last}`,
  );
  const numbers = new Map<string, ProseNumber>();
  let text = "";
  for (const piece of [...stream.push(prose), ...stream.end()]) {
    if (piece.kind === "text") text += piece.text;
    else numbers.set(piece.number.id, piece.number);
  }
  const unverified = [...numbers.values()].filter(({ status }) => status === "unverified");
  return {
    text: text.replace(/\[([^\]]+)\]\(#number-[^)]*\)/g, "$1").replace(/\\([\\`*_[\]<>#|~!{}])/g, "$1"),
    unverified: unverified.map(({ text: shown, label }) => `${shown} (${label})`),
  };
}
