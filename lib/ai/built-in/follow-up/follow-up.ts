import type { AskModelInput } from "#lib/contract/ask-tools";
import type { Parts } from "../interpret/combine.ts";
import { settle } from "../interpret/count-rows.ts";
import { type Interpretation, type PartsRead, readParts } from "../interpret/interpret.ts";
import { columnsOf, type Reading } from "../interpret/reading.ts";
import { isQuantity } from "../interpret/workings.ts";
import type { FoundValue } from "../mentions/find-values.ts";
import type { KnownSource } from "../source.ts";
import { changeReading } from "./change-reading.ts";
import { addPriorPeriod, isPriorPeriod } from "./prior-period.ts";
import { readDraft } from "./read-draft.ts";
import { readWhole } from "./read-whole.ts";

type Previous = NonNullable<AskModelInput["previous"]>;

/** Words that point back: what they open changes the worksheet before. */
const opening =
  /^(and|also|but|now|then|so|only|just|what about|how about|same|instead|make it|make that|turn (it|that|this)|change|switch|show (it|that|this|them)|as an?|by|per|for|in|with|without|exclude|excluding|except|include|remove|drop|add|top|bottom|sort|order|rank|limit|color|colour|compare (it|that|this|them)?\s*(with|to)|split|break|group|slice|filter|keep|facet|separate|use|draw|plot (it|that|this))\b/i;
const pointing = /\b(instead|it|that|this one|them|those|these|the same|as well|too)\b/i;

/** Verbs and particles of a change, which name nothing themselves. */
const pointers: ReadonlySet<string> = new Set(
  "add change make keep remove switch instead slice groups points apply drop filter filters clear reset".split(" "),
);

/**
 * Reads a follow-up as a change of the worksheet before it: a condition more or another one, other keys, a measure beside, a rank, a
 * mark, the total, the rest. Null: it is a question of its own.
 */
export function interpretFollowUp(
  question: string,
  previous: Previous,
  source: KnownSource,
  found: readonly FoundValue[],
): Interpretation | null {
  if (previous.worksheet.source !== source.described.name) return null;
  const before = readDraft(previous.worksheet, source);
  if (before === null) return null;
  const read = preferKnown(readParts(question, source, found), before);
  const whole = readWhole(question, read, before);
  if (whole !== null) return { ...read, unknown: [], isCut: false, coverage: 1, reading: settle(whole, source) };
  if (!isFollowUp(question, read.parts)) return null;
  const reading = isPriorPeriod(read.words)
    ? addPriorPeriod(withoutDates(before, read), source)
    : changeReading(before, read, source);
  return { ...read, ...withoutPointers(read), reading: settle(reading, source) };
}

/** "only New York" under sales by state is the state, where it might be a city too. */
function preferKnown(read: PartsRead, { keys, conditions }: Reading): PartsRead {
  const known = [...keys.map(({ column }) => column), ...conditions.flatMap(columnsOf)];
  const candidates = read.mentions.flatMap((mention) => (mention.kind === "value" ? [mention.candidates] : []));
  const settled = read.parts.conditions.map((condition) => {
    if (condition.kind !== "values" || known.includes(condition.column)) return condition;
    const own = candidates.find((some) => some.some(({ column }) => column === condition.column)) ?? [];
    const meant = own.find(({ column, exact }) => exact && known.includes(column));
    return meant === undefined ? condition : { ...condition, column: meant.column, values: meant.values };
  });
  return { ...read, parts: { ...read.parts, conditions: settled } };
}

/** It points back, or it names no subject of its own. */
function isFollowUp(question: string, parts: Parts): boolean {
  const { targets, keys } = parts;
  const hasSubject = targets.measures.length > 0 || (targets.columns.some(isQuantity) && keys.length > 0);
  if (opening.test(question.trim())) return !(hasSubject && keys.length > 0) || pointing.test(question);
  return !hasSubject && targets.columns.length === 0 && !targets.hasEntity
    ? true
    : pointing.test(question) && !hasSubject;
}

/** "compare with last year" names the period that stands beside; it is no condition. */
function withoutDates(before: Reading, { parts }: PartsRead): Reading {
  return { ...before, chart: parts.chart };
}

function withoutPointers({ unknown, coverage }: PartsRead): Pick<Interpretation, "unknown" | "coverage"> {
  const lost = unknown.filter((word) => !pointers.has(word.toLowerCase()));
  return { unknown: lost, coverage: lost.length === 0 ? 1 : coverage };
}
