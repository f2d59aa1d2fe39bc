import { type Answer, askTurns } from "#scripts/eval/ask";
import { holdsResult, isSameResult, normalize } from "#scripts/eval/compare";
import { isSameChart } from "#scripts/eval/compare-chart";
import type { Engine } from "#scripts/eval/engine";
import type { Gold, Half, Question, SetName } from "#scripts/eval/sets";

export type Verdict = "right" | "wrong" | "declined";

export type Outcome = {
  readonly question: Question;
  readonly set: SetName;
  readonly half: Half;
  readonly verdict: Verdict;
  /** The accepted columns are there, with others beside them. */
  readonly isLenient: boolean;
  readonly answer: Answer;
};

export async function scoreQuestion(question: Question, engine: Engine): Promise<Outcome> {
  const table = await engine.table(question.csv);
  const answer = await askTurns(question.turns, table, engine);
  const verdict = judge(question.gold, answer);
  const isLenient = verdict === "right" || isLenientlyRight(question.gold, answer);
  return { question, set: question.set, half: question.half, verdict, isLenient, answer };
}

function judge(gold: Gold, answer: Answer): Verdict {
  if (gold.kind === "decline") return answer.declined === null && answer.error === null ? "wrong" : "right";
  if (answer.declined !== null || answer.error !== null) return "declined";
  return isRight(gold, answer) ? "right" : "wrong";
}

function isRight(gold: Exclude<Gold, { kind: "decline" }>, answer: Answer): boolean {
  switch (gold.kind) {
    case "rows":
      return gold.alternatives.some((rows) => isSameResult(answer.rows, rows, gold.isOrdered));
    case "values":
      return gold.isSubset ? holdsNumbers(answer, gold.values) : isSameValues(answer, gold.values);
    case "chart":
      return isSameChart(answer, gold.chart);
  }
}

function isLenientlyRight(gold: Gold, answer: Answer): boolean {
  return (
    gold.kind === "rows" &&
    answer.error === null &&
    gold.alternatives.some((rows) => holdsResult(answer.rows, rows, false))
  );
}

/** One column of the answer is the accepted list. */
function isSameValues({ rows }: Answer, values: readonly string[]): boolean {
  const wanted = values.map(normalize).toSorted();
  const columns = Array.from({ length: rows[0]?.length ?? 0 }, (_, column) =>
    rows.map((row) => normalize(row[column] ?? null)).toSorted(),
  );
  return columns.some(
    (column) => column.length === wanted.length && column.every((value, index) => value === wanted[index]),
  );
}

/** Every accepted number is in the answer, to the digits that it was given with. */
function holdsNumbers({ rows }: Answer, values: readonly string[]): boolean {
  const cells = rows.flat().map(String);
  return values.every((value) => {
    const digits = /\.(\d+)$/.exec(value)?.[1]?.length ?? 0;
    const wanted = Number(value);
    if (Number.isNaN(wanted)) return cells.some((cell) => normalize(cell) === normalize(value));
    return cells.some((cell) => Math.abs(Number(cell) - wanted) <= 0.5 * 10 ** -digits + 1e-9);
  });
}
