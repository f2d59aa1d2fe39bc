import "server-only";
import type { FormulaCandidate } from "#lib/contract/formula-assist";
import type { RunData } from "#lib/contract/runs";
import { collectRows } from "#lib/data/collect-rows";
import { prepareView } from "#lib/data/prepare-view";
import { AskbookError } from "#lib/errors";
import { parseFormula } from "#lib/formula/parse";
import { writeReferencePath } from "#lib/formula/parse/literals";
import { findReferences } from "#lib/formula/rename";
import { checkView } from "#lib/worksheet/check";
import { nameKey } from "#lib/worksheet/names";
import { addColumn, levelOfPlace, replacedColumn } from "#lib/worksheet/place-formula";
import type { Document, View, Worksheet } from "#lib/worksheet/worksheet";
import type { Bench } from "./bench.ts";
import { keyOf, runLimited } from "./run-limited.ts";
import type { Sound } from "./try-formula.ts";

/** One document with the values of two formulas side by side. */
export type SideBySide = {
  readonly document: Document;
  readonly view: View;
  readonly beforeId: string;
  readonly afterId: string;
  readonly names: readonly [string, string];
};

/** The values of a formula beside those of the one before it. Null: the one before does not compute here. */
export function withBefore(bench: Bench, tried: Sound, before: string): SideBySide | null {
  return sideBySide(bench, tried, [
    { name: "Before", formula: before },
    { name: "After", formula: tried.written.formula },
  ]);
}

type Side = { readonly name: string; readonly formula: string };

function sideBySide(bench: Bench, tried: Sound, [first, second]: readonly [Side, Side]): SideBySide | null {
  const { place } = tried;
  if (place.kind === "chart-field" && place.field === "measure" && place.view.pivot !== undefined) return null;
  const worksheet = withSource(bench, tried, [first, second]);
  const shown = tried.document.worksheets[tried.view.worksheetId];
  if (worksheet === null || shown === undefined) return null;
  const level = levelOfPlace(place);
  const left = addColumn(worksheet, level, first);
  const right = addColumn(left.worksheet, level, second);
  const document = {
    ...tried.document,
    worksheets: { ...tried.document.worksheets, [tried.view.worksheetId]: right.worksheet },
  };
  const kept = tried.view.columns.filter((id) => id !== tried.placed.columnId);
  const view = { ...tried.view, columns: [...kept, left.column.id, right.column.id] };
  const checked = checkView(view, { ...bench.scope, document });
  const [before, after] = [left, right].map(({ column }) => checked.element?.column(column.id));
  if (before?.expression == null || after?.expression == null) return null;
  return {
    document,
    view,
    beforeId: left.column.id,
    afterId: right.column.id,
    names: [left.column.name, right.column.name],
  };
}

/**
 * The worksheet without what was placed in it, so that both formulas read what they read in their place: a formula that names its own
 * column means the source's column of that name.
 */
function withSource(bench: Bench, tried: Sound, sides: readonly Side[]): Worksheet | null {
  const shown = tried.document.worksheets[tried.view.worksheetId];
  const replaced = replacedColumn(bench.document, bench.worksheetId, tried.place);
  if (shown === undefined) return null;
  if (replaced === null) return withoutColumn(shown, tried.placed.columnId);
  const namesItself = sides.some(({ formula }) =>
    findReferences(parseFormula(formula).expression).some(({ path }) => nameKey(path) === nameKey([replaced.name])),
  );
  const columns = shown.columns.map((column) =>
    column.id === replaced.id
      ? { ...column, formula: namesItself ? writeReferencePath([replaced.name]) : replaced.formula }
      : column,
  );
  const whole = { ...shown, columns };
  return namesItself ? asBaseColumn(whole, replaced.id) : whole;
}

function withoutColumn(worksheet: Worksheet, columnId: string): Worksheet {
  const bare = asBaseColumn(worksheet, columnId);
  return { ...bare, columns: bare.columns.filter(({ id }) => id !== columnId), filters: bare.filters };
}

function asBaseColumn(worksheet: Worksheet, columnId: string): Worksheet {
  const isOther = (id: string): boolean => id !== columnId;
  return {
    ...worksheet,
    groupings: worksheet.groupings.map((grouping) => ({
      ...grouping,
      calculations: grouping.calculations.filter(isOther),
      sort: grouping.sort.filter((sort) => isOther(sort.columnId)),
    })),
    summaries: worksheet.summaries.filter(isOther),
    sort: worksheet.sort.filter((sort) => isOther(sort.columnId)),
  };
}

export type Count = { readonly rows: number; readonly of: number };

/** How many rows of the level have different values, counted by the engine over all of them. Null: they cannot be compared. */
export async function countDifferences(bench: Bench, compared: SideBySide): Promise<Count | null> {
  const { document, view } = compared;
  const worksheet = document.worksheets[view.worksheetId];
  if (worksheet === undefined || view.chart !== undefined || view.pivot !== undefined) return null;
  if (view.level === "summary") return null;
  const [left, right] = compared.names.map((name) => writeReferencePath([name]));
  if (left === undefined || right === undefined) return null;
  const isDifferent = differ(left, right);
  const differing = addColumn(worksheet, "summary", { name: "Rows that differ", formula: `CountIf(${isDifferent})` });
  const all = addColumn(differing.worksheet, "summary", {
    name: "Rows",
    formula: `CountIf(${isDifferent} Or Not (${isDifferent}))`,
  });
  const counting = {
    ...document,
    worksheets: { ...document.worksheets, [view.worksheetId]: { ...all.worksheet, limit: null } },
  };
  const columns = [differing.column.id, all.column.id];
  const rows = await readRow(bench, counting, { worksheetId: view.worksheetId, level: "summary", columns });
  const [different, total] = rows ?? [];
  return different === undefined || total === undefined ? null : { rows: different, of: total };
}

/** True or False, never Null. */
function differ(left: string, right: string): string {
  return `Coalesce(${left} != ${right}, IsNull(${left}) != IsNull(${right}))`;
}

async function readRow({ viewer, context }: Bench, document: Document, view: View): Promise<readonly number[] | null> {
  try {
    const prepared = await prepareView(viewer, { document, view });
    const { chunks } = await collectRows(viewer, prepared, { signal: context.signal, rowLimit: 1 });
    return (chunks[0]?.columns ?? []).map(([cell]) => Number(cell ?? 0));
  } catch (error) {
    // Values of some types cannot be compared: then there is no count, and the rows are shown all the same.
    if (error instanceof AskbookError && error.code === "formula_invalid") return null;
    throw error;
  }
}

const shownDifferences = 20;

/** What differs in the results of two candidates: how many rows, and the first of them with both values. */
export async function differenceOf(
  bench: Bench,
  [left, right]: readonly [Sound, Sound],
  [leftPart, rightPart]: readonly [FormulaCandidate, FormulaCandidate],
): Promise<RunData["formula-difference"]> {
  const said = { left: leftPart.id, right: rightPart.id, count: null, rows: null };
  if (levelOfPlace(left.place) !== levelOfPlace(right.place))
    return { ...said, message: `One is "${leftPart.placeLabel}", the other "${rightPart.placeLabel}".` };
  if (left.column.type !== right.column.type)
    return { ...said, message: `One gives ${left.column.type}, the other ${right.column.type}.` };
  const compared = sideBySide(bench, left, [
    { name: leftPart.name, formula: left.written.formula },
    { name: rightPart.name, formula: right.written.formula },
  ]);
  if (compared === null) return { ...said, message: "They cannot be computed side by side." };
  const count = await countDifferences(bench, compared);
  if (count === null) return { ...said, message: "Compare their values in the previews." };
  if (count.rows === 0) return { ...said, count, message: `They give the same in all ${number(count.of)} rows.` };
  const rows = await firstDifferences(bench, compared);
  return { ...said, count, rows, message: `They differ in ${number(count.rows)} of ${number(count.of)} rows.` };
}

async function firstDifferences(
  bench: Bench,
  { document, view, beforeId, afterId, names }: SideBySide,
): Promise<RunData["formula-difference"]["rows"]> {
  const worksheet = document.worksheets[view.worksheetId];
  if (worksheet === undefined) return null;
  const [left = "", right = ""] = names.map((name) => writeReferencePath([name]));
  const filter = {
    id: "differing-rows",
    columnId: view.level,
    exclude: false,
    nulls: "drop" as const,
    kind: "formula" as const,
    formula: differ(left, right),
  };
  const filtered = {
    ...document,
    worksheets: {
      ...document.worksheets,
      [view.worksheetId]: { ...worksheet, filters: [...worksheet.filters, filter] },
    },
  };
  const result = await runLimited(bench, filtered, view, worksheet.limit, shownDifferences);
  return {
    resultId: result.id,
    columns: result.schema.map((column) => ({ ...column })),
    left: keyOf(result, beforeId),
    right: keyOf(result, afterId),
    rowCount: result.rowCount,
  };
}

function number(count: number): string {
  return count.toLocaleString("en-US");
}
