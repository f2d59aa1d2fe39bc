import { checkFormula } from "#lib/formula/check";
import { type LoweringContext, lower } from "#lib/formula/compile";
import { desugar } from "#lib/formula/desugar";
import { functionTable } from "#lib/formula/functions/table";
import { raw, render } from "#lib/sql/fragment";
import { randomTexts, textKinds } from "#tests/unit/formula/random-texts";
import { testScope } from "#tests/unit/formula/scope";
import { quantile } from "./rounds.ts";

/** One line of the bench: milliseconds of processor time for each formula. */
export type FormulaCost = {
  readonly measured: string;
  readonly formulas: number;
  readonly median: number;
  readonly p99: number;
  readonly longest: number;
  /** Which took longest, if it took too long. */
  readonly offender: string | null;
};

/** No formula may keep an editor waiting longer. */
const mostMilliseconds = 50;
const randomCount = 100_000;

/** Checking and compiling sound formulas, and checking texts that nobody meant as formulas. */
export function measureFormulas(): readonly FormulaCost[] {
  const scope = testScope();
  const corpus = formulaCorpus();
  const check = (text: string) => checkFormula(text, scope);
  const compile = (text: string) => {
    const { expression } = check(text);
    if (expression !== null) render(lower(desugar(expression, "duckdb"), compileContext));
  };
  const perKind = Math.ceil(randomCount / textKinds.length);
  return [
    measure("check", corpus, check),
    measure("check and compile", corpus, compile),
    ...textKinds.map((kind) => measure(`check ${kind}`, [...randomTexts(kind, 7, perKind)], check)),
  ];
}

/** The examples of all functions, alone and in company: a few hundred formulas. */
function formulaCorpus(): readonly string[] {
  const examples = [...functionTable.values()]
    .filter(({ isInternal }) => isInternal !== true)
    .map((one) => one.example);
  const nested = examples.map((example, index) => {
    const other = examples[(index * 7 + 3) % examples.length] ?? example;
    return `If(IsNull(${example}), Null, [Sales] > 100 And [Region] != "West", ${example}, ${other})`;
  });
  return [...examples, ...nested];
}

function measure(measured: string, texts: readonly string[], work: (text: string) => unknown): FormulaCost {
  for (const text of texts.slice(0, 500)) work(text);
  const costs = texts.map((text) => costOf(() => work(text)));
  const longest = costs.reduce((most, cost) => Math.max(most, cost), 0);
  const worst = texts[costs.indexOf(longest)] ?? "";
  return {
    measured,
    formulas: texts.length,
    median: round(quantile(costs, 0.5)),
    p99: round(quantile(costs, 0.99)),
    longest: round(longest),
    offender: longest > mostMilliseconds ? worst : null,
  };
}

/** Processor time, since others share the machine. What seems long is measured again: it may have been the collector of garbage. */
function costOf(work: () => unknown): number {
  const once = (): number => {
    const started = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(started);
    return (user + system) / 1000;
  };
  const first = once();
  return first > mostMilliseconds / 2 ? Math.min(first, once(), once()) : first;
}

function round(value: number): number {
  return Number(value.toPrecision(3));
}

export function printFormulaCosts(costs: readonly FormulaCost[]): void {
  console.table(
    costs.map(({ offender, ...cost }) => ({
      ...cost,
      "at most": mostMilliseconds,
      holds: offender === null ? "yes" : "NO",
    })),
  );
  for (const { offender } of costs) if (offender !== null) console.log(`Took too long: ${JSON.stringify(offender)}`);
}

const compileContext: LoweringContext = {
  dialect: "duckdb",
  timeZone: "UTC",
  weekStart: "sunday",
  asOf: "2026-11-01",
  person: { email: "", firstName: "", fullName: "", teams: [], attributes: {} },
  reference: () => raw('"column"'),
  computed: (call) => (call.levelKind === "total" || call.levelKind === "join" ? raw('"computed"') : undefined),
  window: { partitionBy: [], orderBy: [raw('"order"')] },
};
