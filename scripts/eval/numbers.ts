import { corpus, score } from "#tests/unit/numbers/corpus";
import { statusesOf } from "#tests/unit/numbers/scope";

const rounds = 60;

/** How often the checker of numbers doubts true sentences and lets false ones pass, for each kind of sentence. */
export function printNumbers(): void {
  const scores = score(corpus(rounds), ({ sentence, scope }) => statusesOf(sentence, scope).includes("unverified"));
  console.table(
    scores.map(({ kind, isTrue, cases, wrong }) => ({
      kind,
      sentences: isTrue ? "true" : "planted error",
      cases,
      [isTrue ? "false alarms" : "misses"]: wrong.length,
      "%": percent(wrong.length, cases),
    })),
  );
  for (const [isTrue, name] of [
    [true, "false alarms"],
    [false, "misses"],
  ] as const) {
    const kinds = scores.filter((one) => one.isTrue === isTrue);
    const wrong = kinds.reduce((sum, one) => sum + one.wrong.length, 0);
    const cases = kinds.reduce((sum, one) => sum + one.cases, 0);
    console.log(`${name}: ${wrong} of ${cases} (${percent(wrong, cases)} %)`);
  }
}

function percent(part: number, whole: number): number {
  return Number(((100 * part) / whole).toFixed(2));
}
