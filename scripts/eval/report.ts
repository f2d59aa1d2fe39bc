import type { Outcome } from "#scripts/eval/score";
import { type Half, setNames } from "#scripts/eval/sets";

/** Right, wrong and declined of both halves, and the model's own time. */
export function printTable(outcomes: readonly Outcome[]): void {
  console.log(
    "set            half       asked  right  wrong  declined  right %  wrong of answered %  lenient %  ms/question",
  );
  for (const set of setNames) {
    for (const half of ["develop", "held-out"] as const) {
      const own = outcomes.filter((outcome) => outcome.set === set && outcome.half === half);
      if (own.length > 0) console.log(lineOf(set, half, own));
    }
  }
  if (new Set(outcomes.map(({ set }) => set)).size > 1)
    console.log(lineOf("all", "develop", outcomes).replace("develop ", "both    "));
}

function lineOf(set: string, half: Half, outcomes: readonly Outcome[]): string {
  const count = (verdict: Outcome["verdict"]): number =>
    outcomes.filter((outcome) => outcome.verdict === verdict).length;
  const [right, wrong, declined] = [count("right"), count("wrong"), count("declined")];
  const lenient = outcomes.filter(({ isLenient }) => isLenient).length;
  const ms = outcomes.reduce((sum, { answer }) => sum + answer.modelMs, 0) / outcomes.length;
  const columns = [
    set.padEnd(13),
    half.padEnd(9),
    String(outcomes.length).padStart(6),
    String(right).padStart(6),
    String(wrong).padStart(6),
    String(declined).padStart(9),
    percent(right, outcomes.length).padStart(8),
    percent(wrong, right + wrong).padStart(20),
    percent(lenient, outcomes.length).padStart(10),
    ms.toFixed(1).padStart(12),
  ];
  return columns.join(" ");
}

function percent(part: number, whole: number): string {
  return whole === 0 ? "–" : ((part / whole) * 100).toFixed(1);
}

export function printFailure({ question, verdict, answer, isLenient }: Outcome): void {
  const { gold } = question;
  console.log(
    `${verdict}${isLenient ? " (lenient right)" : ""} ${question.id} ${question.csv}\n  Q ${question.turns.join(" | ")}`,
  );
  console.log(
    `  gold ${gold.kind === "rows" || gold.kind === "values" ? gold.sql : JSON.stringify(gold.kind === "chart" ? gold.chart : "decline").slice(0, 400)}`,
  );
  if (gold.kind === "values") console.log(`  gold values ${gold.values.join(" | ").slice(0, 200)}`);
  if (gold.kind === "rows")
    console.log(`  gold rows ${gold.alternatives[0]?.length} ${JSON.stringify(gold.alternatives[0]?.[0] ?? null)}`);
  console.log(
    `  got  ${answer.error ?? answer.declined ?? `${answer.rows.length} ${JSON.stringify(answer.rows[0] ?? null)}`}`,
  );
  if (answer.draft !== null)
    console.log(`  draft ${JSON.stringify({ ...answer.draft, name: undefined, source: undefined })}`);
  if (answer.chart !== null && gold.kind === "chart") console.log(`  chart ${JSON.stringify(answer.chart)}`);
}
