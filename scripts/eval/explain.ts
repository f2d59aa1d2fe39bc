import { type EvalChart, readCharts } from "#scripts/eval/explain/charts";
import { mutate } from "#scripts/eval/explain/mutations";
import { scoreExplanation } from "#scripts/eval/explain/score";
import { type Explanation, explain } from "#scripts/eval/explain/write";

type Outcome = {
  readonly chart: EvalChart;
  readonly explanation: Explanation;
  readonly wrong: readonly string[];
  readonly planted: number;
  /** Planted errors that the scorer did not find. */
  readonly missed: readonly string[];
};

/**
 * Explains the charts of the set by the built-in model and judges every sentence against the rows, apart from the code that found the
 * facts. The scorer is judged as well: on each explanation with one error planted, which it must find.
 */
export async function evaluateExplanations({ failures }: { readonly failures: boolean }): Promise<void> {
  const outcomes = await Promise.all((await readCharts()).map(evaluate));
  console.log("explain   charts  right  right %  numbers not verified  planted errors  found");
  for (const kind of [...new Set(outcomes.map(({ chart }) => chart.kind)), "all"])
    console.log(lineOf(kind, kind === "all" ? outcomes : outcomes.filter(({ chart }) => chart.kind === kind)));
  if (failures) for (const outcome of outcomes) printFailure(outcome);
}

export async function evaluate(chart: EvalChart): Promise<Outcome> {
  const explanation = await explain(chart);
  const mutations = mutate(explanation.text, chart);
  const missed = mutations.filter(({ text }) => scoreExplanation(text, chart).length === 0);
  return {
    chart,
    explanation,
    wrong: [
      ...scoreExplanation(explanation.text, chart),
      ...explanation.unverified.map((one) => `not verified: ${one}`),
    ],
    planted: mutations.length,
    missed: missed.map(({ kind, text }) => `${kind}: ${text}`),
  };
}

function lineOf(kind: string, outcomes: readonly Outcome[]): string {
  const sum = (count: (outcome: Outcome) => number): number =>
    outcomes.reduce((total, outcome) => total + count(outcome), 0);
  const right = sum(({ wrong }) => (wrong.length === 0 ? 1 : 0));
  const planted = sum((outcome) => outcome.planted);
  return [
    kind.padEnd(9),
    String(outcomes.length).padStart(6),
    String(right).padStart(6),
    ((right / outcomes.length) * 100).toFixed(1).padStart(8),
    String(sum(({ explanation }) => explanation.unverified.length)).padStart(21),
    String(planted).padStart(15),
    String(planted - sum(({ missed }) => missed.length)).padStart(6),
  ].join(" ");
}

function printFailure({ chart, explanation, wrong, missed }: Outcome): void {
  if (wrong.length === 0 && missed.length === 0) return;
  console.log(`\n${chart.kind} ${chart.id}\n  ${explanation.text}`);
  for (const one of wrong) console.log(`  wrong   ${one}`);
  for (const one of missed) console.log(`  missed  ${one}`);
}
