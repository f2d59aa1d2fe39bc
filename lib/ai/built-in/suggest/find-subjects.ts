import { mainDateOf } from "../interpret/read-dates.ts";
import type { KnownColumn, KnownSource } from "../source.ts";
import { isPlain, plainName } from "./name-plainly.ts";

/** Something to be measured. */
export type Measure = {
  /** `total sales`, `average rating`, `profit margin`. */
  readonly phrase: string;
  /** Formulas that mean it. */
  readonly formulas: readonly string[];
  /** The column that it adds up, when it does. */
  readonly added: string | null;
};

/** The source's own metrics first, then amounts that can be added up, then what can only be averaged. */
export function findMeasures(source: KnownSource, kept: ReadonlySet<string>): readonly Measure[] {
  const metrics = source.described.metrics.filter(({ name }) => isPlain(name));
  const columns = source.columns.filter((column) => isOffered(column, kept) && isMeasured(column));
  const ofColumns = columns.map((column) => ({ ...measureOf(column), isAdded: isAmount(column) }));
  const own = metrics.map(({ name, formula }): Measure => {
    const added = /^Sum\(\[([^\]]+)\]\)$/.exec(formula)?.[1] ?? null;
    const isKept = added !== null && kept.has(added);
    return { phrase: plainName(name), formulas: [`[${name}]`, formula], added: isKept ? null : added };
  });
  const known = new Set(own.flatMap(({ formulas }) => formulas));
  const others = ofColumns.filter(({ formulas }) => !formulas.some((formula) => known.has(formula)));
  const ranked = [...others.filter(({ isAdded }) => isAdded), ...others.filter(({ isAdded }) => !isAdded)];
  return [...own, ...ranked.map(({ isAdded: _, ...measure }) => measure)];
}

function measureOf(column: KnownColumn): Measure {
  const isAdded = isAmount(column);
  const name = plainName(column.name);
  const [word, call] = isAdded ? (["total", "Sum"] as const) : (["average", "Avg"] as const);
  return {
    phrase: new RegExp(`^${word}\\b`, "i").test(name) ? name : `${word} ${name}`,
    formulas: [`${call}([${column.path}])`],
    added: isAdded ? column.path : null,
  };
}

const amountWords =
  /\b(sales?|revenues?|turnover|amounts?|totals?|costs?|profits?|incomes?|spend(ing)?|expenses?|budgets?|quantity|quantities|units|count|hours|minutes|visits|clicks|orders|donations?|fees?|payments?|wages|population|volume|points|goals|tax)\b/i;
const rateWords =
  /\b(rate|ratio|price|unit|per|percent|percentage|pct|average|avg|mean|median|share|score|rating|margin|index|max|min)\b|%/i;

/** What is worth adding up; anything else is averaged, which is never wrong. */
function isAmount({ name, description }: KnownColumn): boolean {
  return !rateWords.test(name) && amountWords.test(`${name} ${description.unit ?? ""}`);
}

const numberingWords =
  /\b(no|number|nr|num|id|code|key|zip|postcode|phone|rank|position|latitude|longitude|lat|lon|lng)\b/i;

function isMeasured({ role, name, description }: KnownColumn): boolean {
  return role === "measure" && !numberingWords.test(name) && (description.distinctCount ?? 3) > 2;
}

const mostGroups = 1_000;

/** Texts with few values first, in the source's order; many values come last. Nothing that nearly every row has for itself. */
export function findDimensions(source: KnownSource, kept: ReadonlySet<string>): readonly KnownColumn[] {
  const groups = source.columns.filter((column) => {
    const distinct = column.description.distinctCount ?? 0;
    const isContact = /\b(e-?mail|phone|address|url|link|note|notes|comment|comments)\b/i.test(column.name);
    return isOffered(column, kept) && column.type === "text" && column.role === "category" && !isContact
      ? distinct >= 2 && distinct <= mostGroups
      : false;
  });
  const band = ({ description }: KnownColumn): number => {
    const distinct = description.distinctCount ?? 0;
    return distinct < 3 ? 1 : distinct <= 12 ? 0 : distinct <= 60 ? 2 : 3;
  };
  return groups.toSorted((a, b) => band(a) - band(b) || a.position - b.position);
}

/** The date that a question without one means. */
export function findMainDate(source: KnownSource, kept: ReadonlySet<string>): KnownColumn | null {
  const date = mainDateOf(source);
  const isOfTime = date !== null && (date.role === "time" || date.role === "year");
  return isOfTime && isOffered(date, kept) ? date : null;
}

function isOffered({ name, description, formula }: KnownColumn, kept: ReadonlySet<string>): boolean {
  return formula === undefined && description.relationship === undefined && isPlain(name) && !kept.has(name);
}
