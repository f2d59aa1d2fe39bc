import { clause, clausesFrom, listed, loose, nounsFrom, type Operands, type Phrase, tight } from "./words.ts";

/**
 * Reads the template of a phrase: `{0}` an argument, `{c0}` as a condition, `{1*}` all from there on joined by "and", `{1|}` by "or",
 * `{c1*}` all as conditions, `{w0}` a literal word without quotes. `[[…]]` stands only when all its arguments are there,
 * `[[…||…]]` says what stands else. A leading `?` marks a clause. Words are tight when they end with their only argument, or have none.
 */
export function phraseOf(template: string): Phrase {
  if (template.startsWith("?")) return (operands) => clause(fill(template.slice(1), operands));
  const isTight = /^[^{[]*(\{0\})?$/.test(template);
  return (operands) => (isTight || operands.count === 0 ? tight : loose)(fill(template, operands));
}

function fill(template: string, operands: Operands): string {
  const chosen = template.replaceAll(
    /\[\[(.*?)(?:\|\|(.*?))?\]\]/g,
    (_all, there: string, other: string | undefined) => (isComplete(there, operands) ? there : (other ?? "")),
  );
  return chosen.replaceAll(/\{([cw]?)(\d)([*|]?)\}/g, (_all, kind: string, digit: string, list: string) =>
    place(kind, Number(digit), list, operands),
  );
}

function isComplete(part: string, { count }: Operands): boolean {
  return [...part.matchAll(/\{[cw]?(\d)/g)].every(([, digit]) => Number(digit) < count);
}

function place(kind: string, index: number, list: string, operands: Operands): string {
  if (kind === "c") return list === "" ? operands.clause(index) : clausesFrom(operands, index);
  if (kind === "w") return operands.word(index) ?? operands.noun(index);
  return list === "" ? operands.noun(index) : listed(nounsFrom(operands, index), list === "|" ? "or" : "and");
}
