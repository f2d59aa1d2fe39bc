import type { ExplainModelInput } from "#lib/contract/explain-chart";
import { escapeName, number, type Teller, type ToldFact, tellerOf } from "./teller.ts";
import { writeAmounts } from "./write-amounts.ts";
import { writeDistribution, writeRelation } from "./write-points.ts";
import { writeSeries } from "./write-series.ts";
import { writeSingle } from "./write-single.ts";
import { writeTime } from "./write-time.ts";

const mostSentences = 5;

/** Three to five sentences about a chart from its facts, the main thing first. The same chart gives the same words. */
export function writeExplanation(input: ExplainModelInput): string {
  const { shape, facts } = input;
  if (input.rowCount === 0) return "There is nothing to explain: no rows match.";
  if (shape.kind === "list" || facts.length === 0) return writeList(input);
  const tellers = shape.measures.map((measure) => tellerOf(input, measure));
  const [first, ...others] = tellers;
  if (first === undefined) return writeList(input);
  const main = writers[shape.kind](first);
  const rest = others.flatMap((teller) => writers[shape.kind](teller).slice(0, 1));
  const gaps = missingSentences(input);
  const room = Math.max(1, mostSentences - rest.length - gaps.length);
  const sentences = [...main.slice(0, room), ...rest, ...gaps].slice(0, mostSentences);
  return sentences.length === 0 ? writeList(input) : sentences.join(" ");
}

const writers: Readonly<Record<ExplainModelInput["shape"]["kind"], (teller: Teller) => string[]>> = {
  single: writeSingle,
  amounts: writeAmounts,
  time: writeTime,
  series: writeSeries,
  relation: writeRelation,
  distribution: writeDistribution,
  list: () => [],
};

function writeList({ rowCount, shape }: ExplainModelInput): string {
  const names = shape.measures.map(({ name }) => escapeName(name));
  if (rowCount === 1) return "There is one row, and nothing to compare it with.";
  if (names.length > 0) return `There are ${rowCount} rows, too few with a value of ${names.join(", ")} to compare.`;
  return `There are ${rowCount} rows. None of the columns holds an amount, so there is nothing to add up or to compare.`;
}

/** One sentence for all columns with empty cells. */
function missingSentences({ facts, shape }: ExplainModelInput): string[] {
  const drawn = new Map(shape.measures.map(({ key, name }) => [key, name]));
  const [gap]: readonly ToldFact[] = facts.filter(({ kind, column }) => kind === "missing" && drawn.has(column));
  if (gap === undefined) return [];
  const rows = gap.value === 1 ? "row has" : "rows have";
  return [`${number(gap)} ${rows} no ${escapeName(drawn.get(gap.column) ?? "")} and are not counted here.`];
}
