import { parseArgs } from "node:util";
import { createEngine } from "#scripts/eval/engine";
import { evaluateExplanations } from "#scripts/eval/explain";
import { judgeAssistant, printAssistant, readAssistantRequests } from "#scripts/eval/formulas";
import { printNumbers } from "#scripts/eval/numbers";
import { printFailure, printTable } from "#scripts/eval/report";
import { type Outcome, scoreQuestion } from "#scripts/eval/score";
import { readSets, type SetName, setNames } from "#scripts/eval/sets";

/**
 * npm run eval [-- set …] [--limit n] [--failures] [--half develop|held-out] [--id part]
 * Asks the built-in model the questions of ../shared/eval through the tools of Ask, on DuckDB, and compares with the accepted results.
 * `numbers` judges the checker of numbers instead, on generated sentences with and without errors; `explain` has charts explained;
 * `formulas` has formulas written and corrected over the sample.
 * Failures are only shown of the half that rules are developed on.
 */
const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    limit: { type: "string" },
    failures: { type: "boolean", default: false },
    half: { type: "string" },
    id: { type: "string" },
  },
});

if (positionals.length === 0 || positionals.includes("numbers")) printNumbers();
if (positionals.length === 0 || positionals.includes("explain")) await evaluateExplanations(options);
if (positionals.length === 0 || positionals.includes("formulas"))
  printAssistant(await judgeAssistant(await readAssistantRequests()), options.failures);
const parts = ["numbers", "explain", "formulas"];
const sets = positionals.filter((name) => !parts.includes(name));
if (sets.length > 0 || positionals.length === 0) await askAll(sets.length === 0 ? setNames : sets.map(requireSet));

async function askAll(wanted: readonly SetName[]): Promise<void> {
  const engine = await createEngine();
  const outcomes: Outcome[] = [];
  for (const set of wanted) {
    for (const question of await readSets(set, options)) {
      const outcome = await scoreQuestion(question, engine);
      outcomes.push(outcome);
      if (options.failures && outcome.half === "develop" && outcome.verdict !== "right") printFailure(outcome);
    }
  }
  printTable(outcomes);
}

function requireSet(name: string): SetName {
  const set = setNames.find((known) => known === name);
  if (set === undefined) throw new Error(`Unknown set ${name}. Sets: ${[...setNames, ...parts].join(", ")}.`);
  return set;
}
