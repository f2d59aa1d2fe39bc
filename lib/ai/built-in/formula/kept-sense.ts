import { referenceTo } from "../draft/names.ts";
import { type FoundValue, findValueSpans } from "../mentions/find-values.ts";
import type { KnownColumn, KnownSource } from "../source.ts";
import { numberWords } from "../text/numbers.ts";
import type { Token } from "../text/tokens.ts";
import { rangeOf } from "./column-finder.ts";
import type { Node } from "./node.ts";

/** Whether a formula that Ask reads from words says all that they say: a question may leave words out, a formula may not. */

const turns =
  /^(share|percent|percentage|contribution|versus|vs|rank|ranking|growth|yoy|mom|ytd|running|cumulative|rolling|moving|later|earlier|previous|prior|next|if|then|when|else|otherwise|default|forecast|within|per)$/;

/** A word that makes the sentence about something else than what Ask reads. */
export function isTurning({ kind, lower }: Token): boolean {
  return kind === "word" && turns.test(lower);
}
const negated = /Not |!=|IsN|NotIn|<|= 0|False/;
const never = /(?!)/;

/** Words, and what a formula holds that says them. */
const senses: readonly (readonly [words: RegExp, formula: RegExp])[] = [
  [/^than$/, /[<>]|DateDiff/],
  [/^(blank|missing|empty)$/, /IsN/],
  [/^(profitable|unprofitable|loss|losses|losing)$/, /[<>] 0|Rank\(/],
  [/^(sun|mon|tues|wednes|thurs|fri|satur)days?$|^(weekend|weekday)s?$/, /Weekday/],
  [/^median$/, /Median\(/],
  [/^or$/, / Or |In\(|[<>]=/],
  [/^(same|different|identical)$/, /\] !?= \[/],
  [/^(average|mean)$/, /Avg\(/],
  [/^(top|bottom|largest|highest|lowest|best|worst)$/, /Rank\(|Max\(|Min\(/],
  [/^(duplicate|duplicates|every|half)$/, never],
  // "from March" alone may be that month or all that came after.
  [/^from$/, /^(?!\S+(?: \S+)*\] >= Date\([^)]*\)$)/],
  [/^(unique|distinct)$/, /Distinct/],
  [/^(twice|double|triple|times)$/, / [*/] /],
  [/^(before|earlier|until)$/, /<.*Date|Date.*<|year[^\]]*\]\S* </i],
  [/^(after|since|later)$/, />.*Date|Date.*>|year[^\]]*\]\S* >/i],
  [/^(not|no|without|except|excluding|exclude|but|other|omit|ignore|non|nor|neither)$/, negated],
];

/** What turns its sense is in it, and so is each number. */
export function keepsSense(said: readonly Token[], formula: string): boolean {
  const isYearOfOldTimes = /Date\("0*\d{1,3}-/.test(formula);
  return !isYearOfOldTimes && said.every((token) => isSaidIn(formula, token));
}

const sidesOfTime = /^(before|after|since|until|till)$/;
const secondEnds = /^(between|and|to|from|through|or|but)$/;

/** "after 2025" is open to one side, unless a second end is said; nothing ends before it begins; years are no amounts. */
export function keepsSides(said: readonly Token[], formula: string): boolean {
  const [, start, end] = / >= Date\("([^"]+)"\) And .* < DateAdd\("day", 1, Date\("([^"]+)"\)/.exec(formula) ?? [];
  if (start !== undefined && end !== undefined && start > end) return false;
  const isBetween = said.some(({ lower }) => lower === "between");
  const numbers = said.filter(({ kind }) => kind === "number").map(({ lower }) => lower);
  const isOfYears = numbers.length > 1 && numbers.every((one) => /^(19[5-9]|20[0-4])\d$/.test(one));
  if (isBetween && isOfYears && !/Date|year/i.test(formula)) return false;
  const sides = said.filter(({ lower }) => sidesOfTime.test(lower));
  const [side] = sides;
  const isOrOn = said.some(({ lower }, index) => lower === "or" && said[index + 1] === side);
  const hasSecond = sides.length > 1 || said.some(({ lower }) => secondEnds.test(lower) && !(lower === "or" && isOrOn));
  return side === undefined || hasSecond || !/ >= Date\(.* < .*Date\(/.test(formula);
}

function isSaidIn(formula: string, { kind, lower, value, isPercent }: Token): boolean {
  if (kind === "number" && value !== undefined)
    return formula.includes(String(value)) || (isPercent === true && formula.includes(String(value / 100)));
  if (/^(!|!=|<>|≠)$/.test(lower)) return negated.test(formula);
  if (/^[<>]=?$/.test(lower)) return formula.includes(lower.slice(0, 1));
  if (kind !== "word") return true;
  const spelled = lower === "one" ? undefined : numberWords.get(lower);
  if (spelled !== undefined && !formula.includes(String(spelled))) return false;
  const sense = senses.find(([words]) => words.test(lower));
  return sense === undefined || sense[1].test(formula);
}

const equality =
  /^(is|are|was|were|equals?|equalling|to|=|of|with|exactly|at|a|an|the|only|just|has|have|having|either|in|,|and|or)$/;
const saying = /^(is|are|was|were|equals?|equalling|=|exactly)$/;
const changing = /^(more|higher|larger|greater|extra|additional|up|less|fewer|lower|smaller|down|off|times|fold)$/;

/** A number is what a column equals only where it stands beside the column's name: "sales up 10" and "sales about 10" are no such thing. `isBare`: nothing asks for a condition, so a word must say that it is one. */
export function keepsEquality(said: readonly Token[], formula: string, source: KnownSource, isBare: boolean): boolean {
  const own = new Set(source.columns.flatMap(({ names }) => names.flat().map(({ lemma }) => lemma)));
  const isName = (token: Token | undefined) => token?.kind === "word" && own.has(token.lemma);
  return said.every(({ kind, value, isPercent }, index) => {
    if (kind !== "number" || value === undefined) return true;
    const isWhole = new RegExp(`\\] = ${value}(?![\\d.])`).test(formula);
    const isPart = isPercent === true && formula.includes(`] = ${value / 100}`);
    if (isPercent === true && !keepsPercent(value, formula, source)) return false;
    if (!isWhole && !isPart) return true;
    const start = said
      .slice(0, index)
      .findLastIndex(({ kind: one, lower }) => one !== "number" && !equality.test(lower));
    const isSaid = said.slice(start + 1, index).some(({ lower }) => saying.test(lower));
    if (isBare && !isSaid) return false;
    const next = said[index + 1];
    return (isName(said[start]) && !changing.test(next?.lower ?? "")) || isName(next);
  });
}

/** "10%" is 10 only where a column counts in hundredths. */
function keepsPercent(value: number, formula: string, source: KnownSource): boolean {
  const column = new RegExp(`(\\[[^\\]]*\\]) (?:[<>]=?|!?=) ${value}(?![\\d.])`).exec(formula)?.[1];
  if (column === undefined) return true;
  const range = rangeOf(column, source);
  return range !== null && range.min >= 0 && range.max > 1 && range.max <= 100;
}

/** Each value that was said is in it, and as it was said: "phones" is not "Phone" where both are. */
export function keepsValues(
  said: readonly Token[],
  formula: string,
  source: KnownSource,
  found: readonly FoundValue[],
): boolean {
  const own = new Set(source.columns.flatMap(({ names }) => names.flat().map(({ lemma }) => lemma)));
  const written = formula.toLowerCase();
  const spans = findValueSpans(said, found, source).flatMap((span) => {
    const values = span.candidates.filter(({ exact }) => exact).flatMap((one) => one.values);
    const [only] = said.slice(span.from, span.to);
    const isName = span.to - span.from === 1 && only !== undefined && own.has(only.lemma);
    return values.length === 0 || isName ? [] : [{ ...span, values: values.map((value) => value.toLowerCase()) }];
  });
  return spans
    .filter((span) => !spans.some((one) => one !== span && one.from <= span.from && one.to >= span.to))
    .every(({ values, text: words }) => {
      const literal = values.filter((value) => value === words.toLowerCase());
      return (literal.length > 0 ? literal : values).some((value) => written.includes(`"${value}"`));
    });
}

/** What is measured is more than rows only where it is part of the condition. */
export function isTested(column: KnownColumn | null, nodes: readonly Node[]): boolean {
  return column?.role !== "measure" || nodes.some(({ formula }) => formula.includes(referenceTo(column)));
}
