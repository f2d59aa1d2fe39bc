import type { ValueType } from "../formula/types.ts";
import type { WorksheetDraft } from "../worksheet/draft.ts";
import { referenceText } from "../worksheet/draft-columns.ts";
import { nameKey } from "../worksheet/names.ts";
import type { ChartMark } from "./chart.ts";
import { grainOf, lastName, spanOf } from "./related-grain.ts";
import { buildWorksheet, type Measure, type Parts, referencesOf } from "./related-worksheet.ts";
import { isAdditive, isPartOfWhole, isQuantity, type Roles } from "./roles.ts";

/** A column of the source or of what it reaches. */
export type RelatedColumn = {
  /** `Region`, `Products/Category`: as drafts name it. */
  readonly path: string;
  readonly type: ValueType;
  /** Absent: not known. */
  readonly distinctCount?: number | undefined;
  /** Of dates: ISO. */
  readonly min?: string | undefined;
  readonly max?: string | undefined;
};

export type RelatedChart = {
  readonly kind: "time" | "dimension" | "share" | "scatter";
  readonly title: string;
  readonly worksheet: WorksheetDraft;
  readonly mark: ChartMark;
};

export type Answered = {
  readonly draft: WorksheetDraft;
  readonly mark: ChartMark | null;
  readonly roles: Roles;
  readonly rowCount: number;
  readonly columns: readonly RelatedColumn[];
};

const fewValues = 20;
const mostDimensions = 3;
const mostSlices = 7;
/** Of what is there already; of another column that is looked for. */
const fewestDots = 5;
const enoughDots = 10;
const mostDots = 500;

/**
 * Charts that go on from an answer, the most telling first, more than are shown: the measure over time, by other dimensions of few values, as
 * shares, against another measure. Whether they have rows is for the caller to try.
 */
export function relatedCharts(answered: Answered): RelatedChart[] {
  const measure = measureOf(answered);
  const time = overTime(answered, measure);
  const [first = [], ...others] = byDimension(answered, measure).map((chart) => [chart]);
  return [...time, ...first, ...asShare(answered, measure), ...asScatter(answered, measure), ...others.flat()];
}

/** What the answer measures; of a list of rows, how many there are. */
function measureOf({ draft, roles }: Answered): Measure {
  const column = roles.isListing ? undefined : roles.measures[0]?.column;
  if (column === undefined) return { name: "Number of rows", formula: "Count()", column: null };
  const own = draft.columns.find(({ name }) => name === column.name);
  return { name: column.name, formula: own?.formula ?? column.formula, column };
}

function overTime(answered: Answered, measure: Measure): RelatedChart[] {
  if (answered.roles.time !== null && !answered.roles.isListing) return [];
  const dates = answered.columns.filter(({ type }) => type === "date");
  const filtered = new Set(
    answered.draft.filters.flatMap((filter) => (filter.kind === "formula" ? [] : [filter.column])),
  );
  const date = dates.find(({ path }) => filtered.has(lastName(path))) ?? dates[0];
  if (date === undefined) return [];
  const grain = grainOf(spanOf(date, answered.draft.filters));
  const key = titleCase(grain);
  const formula = `DateTrunc("${grain}", ${referenceText(date.path.split("/"))})`;
  const worksheet = buildWorksheet(answered.draft, {
    title: `${measure.name} by ${grain}`,
    columns: [{ name: freeName(key, answered.draft, measure), formula, format: null }],
    key: freeName(key, answered.draft, measure),
    measures: [measure],
    sort: "key",
  });
  return [{ kind: "time", title: worksheet.name, worksheet, mark: "line" }];
}

function byDimension(answered: Answered, measure: Measure): RelatedChart[] {
  const taken = new Set(
    [...keysOf(answered), ...fixedColumns(answered.draft)].map((name) => nameKey([lastName(name)])),
  );
  return answered.columns
    .filter(({ path, type }) => (type === "text" || type === "logical") && !taken.has(nameKey([lastName(path)])))
    .filter(({ distinctCount = 2 }) => distinctCount >= 2 && distinctCount <= fewValues)
    .toSorted((left, right) => preference(left) - preference(right))
    .slice(0, mostDimensions)
    .map(({ path }) => {
      const by = keyOf(answered, path);
      const title = `${measure.name} by ${by.key}`;
      const worksheet = buildWorksheet(answered.draft, { title, ...by, measures: [measure], sort: "measure" });
      return { kind: "dimension", title, worksheet, mark: "bar" };
    });
}

/** A handful of values tells most; what only a relationship reaches, or nobody has counted, comes later. */
function preference({ path, type, distinctCount }: RelatedColumn): number {
  const counted = distinctCount === undefined ? 3 : distinctCount >= 3 && distinctCount <= 12 ? 0 : 1;
  return counted + (path.includes("/") ? 1 : 0) + (type === "logical" ? 2 : 0);
}

function asShare(answered: Answered, measure: Measure): RelatedChart[] {
  const { roles, rowCount, mark } = answered;
  const [category, second] = roles.categories;
  const isShown = mark === "pie" || mark === "donut" || measure.column?.format?.kind === "percent";
  const isSimple =
    !roles.isListing && roles.time === null && second === undefined && rowCount > 1 && rowCount <= fewValues;
  if (category === undefined || measure.column === null || isShown || !isSimple || !isAdditive(measure.column))
    return [];
  const name = `Share of ${measure.name}`;
  const isNegative = roles.measures[0]?.cells.some((cell) => Number(cell ?? 0) < 0) === true;
  if (isNegative || !isPartOfWhole(measure.column)) return [];
  const share: Measure = { name, formula: `PercentOfTotal(${measure.formula})`, column: null };
  const title = `${name} by ${category.column.name}`;
  const worksheet = buildWorksheet(answered.draft, {
    title,
    columns: [],
    key: category.column.name,
    measures: [share],
    sort: "measure",
    format: "percent",
  });
  return [{ kind: "share", title, worksheet, mark: rowCount <= mostSlices ? "donut" : "bar" }];
}

/** Two measures against each other, a dot for each group. */
function asScatter(answered: Answered, measure: Measure): RelatedChart[] {
  const { roles, columns, mark } = answered;
  if (mark === "scatter" || measure.column === null) return [];
  const other = otherMeasure(answered, measure);
  const category = roles.categories[0]?.column.name;
  const known = category === undefined ? undefined : new Set(roles.categories[0]?.cells).size;
  const key =
    category !== undefined && known !== undefined && known >= fewestDots
      ? category
      : columns.find(
          ({ type, distinctCount = 0 }) => type === "text" && distinctCount >= enoughDots && distinctCount <= mostDots,
        )?.path;
  if (other === null || key === undefined) return [];
  const by = keyOf(answered, key);
  const title = `${other.name} against ${measure.name} by ${by.key}`;
  const worksheet = buildWorksheet(answered.draft, { title, ...by, measures: [measure, other], sort: "measure" });
  return [{ kind: "scatter", title, worksheet, mark: "scatter" }];
}

function otherMeasure({ draft, roles, columns }: Answered, measure: Measure): Measure | null {
  const [, second] = roles.measures;
  if (second !== undefined) {
    const own = draft.columns.find(({ name }) => name === second.column.name);
    return { name: second.column.name, formula: own?.formula ?? second.column.formula, column: second.column };
  }
  const used = referencesOf(measure.formula);
  const quantities = columns.filter(
    ({ path, type, distinctCount = mostDots }) =>
      type === "number" &&
      !path.includes("/") &&
      !used.has(nameKey([path])) &&
      distinctCount > fewValues &&
      isNamedQuantity(path),
  );
  const sums = quantities.find(({ path }) => !isRate(path));
  if (sums !== undefined)
    return { name: `Total ${sums.path}`, formula: `Sum(${referenceText([sums.path])})`, column: null };
  const [rate] = quantities;
  return rate === undefined
    ? null
    : { name: `Average ${rate.path}`, formula: `Avg(${referenceText([rate.path])})`, column: null };
}

/** By its name: a sum of it would mean nothing. */
function isRate(name: string): boolean {
  return /(^|[\s_])(price|cost per|rate|ratio|percent|percentage|discount|share|score|rating|age|average|avg|mean)($|[\s_])|%/i.test(
    name,
  );
}

function isNamedQuantity(name: string): boolean {
  const formula = `Sum(${referenceText([name])})`;
  return isQuantity({ key: "k", columnId: "k", name, type: "number", level: "base", formula });
}

function keysOf({ draft, roles }: Answered): string[] {
  return [...draft.groupings.flatMap(({ keys }) => keys), ...roles.categories.map(({ column }) => column.name)];
}

/** One value is left of them. */
function fixedColumns({ filters }: WorksheetDraft): string[] {
  return filters.flatMap((filter) =>
    filter.kind === "list" && !filter.exclude && filter.values.length === 1 ? [filter.column] : [],
  );
}

/** What a relationship reaches gets a column, so that it has one name; the longer one where the short one is taken. */
function keyOf({ draft, columns }: Answered, path: string): Pick<Parts, "key" | "columns"> {
  if (!path.includes("/")) return { key: path, columns: [] };
  const short = lastName(path);
  const names = [...columns.map((column) => column.path), ...draft.columns.map(({ name }) => name)];
  const isTaken = names.some((name) => nameKey([name]) === nameKey([short]));
  const key = isTaken ? path.replaceAll("/", " ") : short;
  return { key, columns: [{ name: key, formula: referenceText(path.split("/")), format: null }] };
}

function freeName(name: string, draft: WorksheetDraft, measure: Measure): string {
  const taken = new Set([...draft.columns.map((column) => column.name), measure.name].map((other) => nameKey([other])));
  return taken.has(nameKey([name])) ? `${name} of the date` : name;
}

function titleCase(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
