import { findNumbers, type Reading, type WrittenNumber } from "./find-numbers.ts";
import { cellAt, type NumberScope, numberOf, type ScopeResult } from "./number-scope.ts";
import { type Origin, show, textLabels, totalOf } from "./resolve-reference.ts";

/** What is found about digits that stand in prose without a reference. */
export type Match =
  /** Not a claim about the data: a list's number, a year that was asked for, a part of a name. */
  | { readonly kind: "exempt" }
  | {
      readonly kind: "matched";
      readonly label: string;
      readonly definition: string | null;
      /** The places it may come from; a fact or a count has none of its own. */
      readonly origins: readonly Origin[];
    }
  | { readonly kind: "unverified" };

/** The sentence so far, split where the number stands. */
export type Surroundings = { readonly before: string; readonly after: string };

export function matchNumber(number: WrittenNumber, around: Surroundings, scope: NumberScope): Match {
  if (isExempt(number, around, scope)) return { kind: "exempt" };
  const cells = matchingCells(number, around, scope);
  if (cells !== null) return cells;
  return matchFact(number, around, scope) ?? matchCount(number, scope) ?? { kind: "unverified" };
}

function isExempt(number: WrittenNumber, around: Surroundings, scope: NumberScope): boolean {
  if (number.shape === "time") return true;
  if (number.shape === "date") return isKnownDate(number.text, scope);
  return (
    isListNumber(number, around) ||
    number.isGlued ||
    isDayOfMonth(number, around) ||
    isKnownYear(number, scope) ||
    isPartOfName(number, around, scope) ||
    isRankWord(number, around, scope) ||
    isLiteral(number, scope)
  );
}

function isListNumber({ text }: WrittenNumber, { before, after }: Surroundings): boolean {
  return /(?:^|\n)\s*$/.test(before) && /^\d{1,2}$/.test(text) && /^[.)]\s/.test(after);
}

const months =
  "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|januar|februar|märz|mai|juni|juli|oktober|dezember|janvier|février|mars|avril|juin|juillet|août|septembre|octobre|novembre|décembre";
const monthBefore = new RegExp(`(?:${months})\\.?\\s+$`, "iu");
const monthAfter = new RegExp(`^(?:st|nd|rd|th|\\.)?\\s+(?:of\\s+)?(?:${months})\\b`, "iu");

function isDayOfMonth({ readings, unit }: WrittenNumber, { before, after }: Surroundings): boolean {
  const day = readings[0]?.value ?? 0;
  if (unit !== "none" || day < 1 || day > 31 || !Number.isInteger(day)) return false;
  return monthBefore.test(before) || monthAfter.test(after);
}

function isKnownYear({ text, unit }: WrittenNumber, scope: NumberScope): boolean {
  return unit === "none" && /^(?:19|20)\d{2}$/.test(text) && yearsOf(scope).has(text);
}

const years = new WeakMap<NumberScope["results"], Set<string>>();

function yearsOf(scope: NumberScope): ReadonlySet<string> {
  const known = years.get(scope.results) ?? new Set(scope.results.flatMap(yearsOfResult));
  years.set(scope.results, known);
  for (const literal of scope.literals) for (const [year] of literal.matchAll(/\b(?:19|20)\d{2}\b/g)) known.add(year);
  return known;
}

function yearsOfResult(result: ScopeResult): string[] {
  return result.schema.flatMap((column, index) => {
    const cells = result.rows.columns[index] ?? [];
    if (column.type === "date") return cells.map((cell) => String(cell ?? "").slice(0, 4));
    const isYear = column.type === "number" && /year|jahr|année|año/i.test(`${column.name} ${column.formula}`);
    return isYear ? cells.map(String) : [];
  });
}

function isKnownDate(text: string, scope: NumberScope): boolean {
  if (scope.literals.some((literal) => literal.includes(text))) return true;
  const isIso = /^\d{4}-\d{2}/.test(text);
  if (!isIso) return yearsOf(scope).has(text.slice(-4)) || !/\d{4}$/.test(text);
  return scope.results.some((result) =>
    result.schema.some(
      (column, index) =>
        column.type === "date" && (result.rows.columns[index] ?? []).some((cell) => String(cell).startsWith(text)),
    ),
  );
}

/** `Desk 3000`, `Area 51`: the number with its neighbour words stands in a label or in what was asked. */
function isPartOfName({ text, unit }: WrittenNumber, { before, after }: Surroundings, scope: NumberScope): boolean {
  if (unit !== "none") return false;
  const previous = /([\p{L}\d&.'-]+\s+)$/u.exec(before)?.[1] ?? "";
  const next = /^(\s*[-/]?\s*[\p{L}\d]+)/u.exec(after)?.[1] ?? "";
  const phrases = [previous === "" ? null : previous + text, next === "" ? null : text + next].filter(
    (phrase) => phrase !== null,
  );
  return phrases.some((phrase) => hasText(phrase.toLowerCase(), scope));
}

function hasText(phrase: string, scope: NumberScope): boolean {
  if (scope.literals.some((literal) => literal.toLowerCase().includes(phrase))) return true;
  return scope.results.some((result) =>
    result.schema.some(
      (column, index) =>
        column.name.toLowerCase().includes(phrase) ||
        (column.type === "text" &&
          (result.rows.columns[index] ?? []).some((cell) =>
            String(cell ?? "")
              .toLowerCase()
              .includes(phrase),
          )),
    ),
  );
}

function isRankWord({ readings, unit }: WrittenNumber, { before }: Surroundings, { results }: NumberScope): boolean {
  const count = readings[0]?.value ?? 0;
  if (unit !== "none" || !/\b(?:top|bottom|first|last|best|worst|lowest|highest)\s+$/i.test(before)) return false;
  return Number.isInteger(count) && count >= 1 && results.some(({ rowCount }) => count <= rowCount);
}

const literalReadings = new Map<string, readonly WrittenNumber[]>();

function isLiteral(number: WrittenNumber, scope: NumberScope): boolean {
  return scope.literals.some((literal) => {
    const known = literalReadings.get(literal) ?? findNumbers(literal, scope.locale);
    if (literalReadings.size > 500) literalReadings.clear();
    literalReadings.set(literal, known);
    return known.some((other) => sameNumber(number, other));
  });
}

function sameNumber(number: WrittenNumber, other: WrittenNumber): boolean {
  if (number.isNegative !== other.isNegative) return false;
  return number.readings.some(({ value }) =>
    other.readings.some((reading) => {
      const asWritten = other.unit === number.unit || other.unit === "none" || number.unit === "none";
      return (asWritten && reading.value === value) || (number.unit === "percent" && reading.value === value / 100);
    }),
  );
}

function matchingCells(number: WrittenNumber, around: Surroundings, scope: NumberScope): Match | null {
  const origins: Origin[] = [];
  let found: { readonly label: string; readonly definition: string | null } | null = null;
  for (const result of scope.results) {
    for (const column of result.schema) {
      if (isChangeClaim(number, around) && !/chang|growth|diff|delta|yoy|mom|%/i.test(column.name)) continue;
      const fits = (value: number): boolean => isValue(number, value, column.format?.kind, column.name, around);
      for (let row = 0; row < result.rows.rowCount; row += 1) {
        const value = numberOf(cellAt(result, row, column), column);
        if (value === null || !fits(value)) continue;
        origins.push({ resultId: result.resultId, row, labels: textLabels(result, row) });
        found ??= { label: labelOf(result, row, column.name, scope), definition: column.formula };
      }
      const total = totalOf(result, column);
      if (total === null || !fits(total)) continue;
      origins.push({ resultId: result.resultId, row: null, labels: [] });
      found ??= { label: `Total of ${column.name}`, definition: column.formula };
    }
  }
  return found === null ? null : { kind: "matched", ...found, origins };
}

const changeVerb =
  /\b(?:gr[eo]w\w*|r[io]s[en]\w*|increas\w*|gain\w*|jump\w*|climb\w*|up|fell|falls?|fallen|down|declin\w*|drop\w*|decreas\w*|sank|lost)(?:\s+by)?(?:\s+(?:about|around|nearly|almost|roughly|some))?\s+$/i;

/** `grew by 12 %` speaks of a change: no level of 12 % bears it out, a loss excepted. */
function isChangeClaim({ unit }: WrittenNumber, { before }: Surroundings): boolean {
  return unit === "percent" && changeVerb.test(before) && !/\blost\b[^.]*$/i.test(before);
}

function labelOf(result: ScopeResult, row: number, name: string, scope: NumberScope): string {
  const labels = result.schema.flatMap((column) => {
    const cell = column.type === "number" ? undefined : cellAt(result, row, column);
    return cell === undefined ? [] : [show(cell, column, scope)];
  });
  return labels.length === 0 ? name : `${name} of ${labels.join(", ")}`;
}

function matchFact(number: WrittenNumber, around: Surroundings, { facts }: NumberScope): Match | null {
  const fact = facts.find(({ value, format, text }) => isValue(number, value, format?.kind, text, around));
  if (fact === undefined) return null;
  return {
    kind: "matched",
    label: fact.text,
    definition: null,
    origins: [{ resultId: fact.resultId, row: null, labels: fact.labels }],
  };
}

/** How many rows a result has, and how many different labels. */
function matchCount({ readings, unit, isNegative }: WrittenNumber, { results }: NumberScope): Match | null {
  if (unit !== "none" || isNegative) return null;
  const isCount = (count: number): boolean => readings.some(({ value }) => value === count);
  for (const result of results) {
    const origins = [{ resultId: result.resultId, row: null, labels: [] }];
    if (isCount(result.rowCount)) return { kind: "matched", label: "Rows of the result", definition: null, origins };
    for (const [index, column] of result.schema.entries()) {
      if (column.type === "number" || !isCount(new Set(result.rows.columns[index] ?? []).size)) continue;
      return { kind: "matched", label: `Different values of ${column.name}`, definition: null, origins };
    }
  }
  return null;
}

const hedges =
  /\b(?:about|around|nearly|almost|roughly|approximately|some|over|under|more than|less than|up to|circa|ca\.|etwa|rund|fast|knapp|environ|près de)\s+$/i;
const decline =
  /\b(?:fell|falls?|fallen|down|declin\w*|drop\w*|decreas\w*|los[st]\w*|lower|below|less|minus|shr[aiu]nk\w*|negative|behind|short|slump\w*|verlor\w*|sank|gesunken|weniger|baisse\w*)\b/i;

function isValue(
  number: WrittenNumber,
  value: number,
  format: "number" | "percent" | "currency" | "date" | undefined,
  name: string,
  around: Surroundings,
): boolean {
  if (number.unit === "currency" && format === "percent") return false;
  const factor = percentFactor(number, format, name);
  return number.readings.some((reading) => isNear(reading, value * factor, number, around));
}

/** What a stored value is multiplied by to be what was written: percentages are kept as fractions, or as they are. */
function percentFactor(number: WrittenNumber, format: string | undefined, name: string): number {
  const isPercent = number.unit === "percent" || number.unit === "points";
  if (!isPercent) return format === "percent" ? Number.NaN : 1;
  if (format === "percent") return 100;
  return format === undefined && /%|percent|pct|rate|ratio|share|quote|anteil/i.test(name) ? 1 : Number.NaN;
}

function isNear(reading: Reading, value: number, number: WrittenNumber, around: Surroundings): boolean {
  if (!Number.isFinite(value)) return false;
  const tolerance = Math.max(hedges.test(around.before) ? roundTolerance(reading.value) : 0, reading.tolerance);
  if (Math.abs(reading.value - Math.abs(value)) > tolerance * (1 + 1e-9)) return false;
  if (value < 0) return number.isNegative || decline.test(around.before) || decline.test(around.after);
  return !number.isNegative;
}

/** Half of the last place that is not zero: `about 1,200,000` stands for what rounds to it. */
function roundTolerance(value: number): number {
  if (value === 0 || !Number.isInteger(value)) return 0;
  let place = 1;
  while (value % (place * 10) === 0) place *= 10;
  return place / 2;
}
