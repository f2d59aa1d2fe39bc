import { expandAbbreviation, splitJoined } from "./lexicon/abbreviations.ts";
import { lemmaOf, stemOf } from "./text/lemma.ts";

export type ColumnWord = {
  readonly lower: string;
  readonly lemma: string;
  readonly stem: string;
  readonly weight: number;
};

const genericWeights: ReadonlyMap<string, number> = new Map(
  Object.entries({
    id: 0.6,
    name: 0.6,
    code: 0.5,
    number: 0.6,
    type: 0.7,
    date: 0.6,
    detail: 0.4,
    description: 0.6,
    status: 0.8,
    value: 0.5,
    total: 0.6,
    amount: 0.6,
    of: 0.05,
    the: 0.05,
    in: 0.1,
    to: 0.2,
    from: 0.3,
    and: 0.1,
    is: 0.1,
    has: 0.2,
    f: 0.2,
    or: 0.1,
    other: 0.6,
    a: 0.1,
    ...Object.fromEntries(
      "what one us our we on at by for with was were it its that which who whether when"
        .split(" ")
        .map((word) => [word, 0.05]),
    ),
  }),
);
const entityWeight = 0.25;

/** The words of a name, short forms written out: `dept_name` → department, name. */
export function wordsOf(name: string, entity: readonly string[]): readonly ColumnWord[] {
  const parts = splitName(name)
    .flatMap(splitJoined)
    .flatMap((part) => expandAbbreviation(part) ?? [part]);
  return parts.map((lower) => {
    const lemma = lemmaOf(lower);
    const weight = genericWeights.get(lemma) ?? (entity.includes(lemma) ? entityWeight : 1);
    return { lower, lemma, stem: stemOf(lower), weight };
  });
}

export function splitName(name: string): string[] {
  const spaced = name.replace(/(\p{Ll}|\p{N})(\p{Lu})/gu, "$1 $2").replace(/(\p{Lu}+)(\p{Lu}\p{Ll})/gu, "$1 $2");
  return spaced
    .replace(/#/g, " number ")
    .replace(/%/g, " percent ")
    .toLowerCase()
    .split(/[^\p{L}\p{N}.]+/u)
    .map((part) => part.replace(/^\.+|\.+$/g, ""))
    .filter((part) => part !== "");
}
