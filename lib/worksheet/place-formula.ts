import { writeReferencePath } from "../formula/parse/literals.ts";
import { parseFormula } from "../formula/parse.ts";
import { findReferences } from "../formula/rename.ts";
import { type CheckScope, checkFormulaIn } from "./check.ts";
import { nameKey } from "./names.ts";
import { isReadableAt, orderedKeys, placementOf, rowLevelOf } from "./row-level.ts";
import { elementViewOf } from "./view-roles.ts";
import type { Document, Filter, Level, View, Worksheet, WorksheetColumn } from "./worksheet.ts";

/** Where a formula stands, or will: `FormulaPlace` of the contract with a level. */
export type FormulaPlacement =
  | { readonly kind: "column"; readonly level: Level; readonly columnId: string | null }
  | { readonly kind: "filter"; readonly level: Level }
  | {
      readonly kind: "chart-field";
      readonly view: View;
      readonly field: "key" | "measure";
      readonly columnId: string | null;
    };

export type PlacedFormula = { readonly document: Document; readonly columnId: string; readonly name: string };

/** The level at which the formula of a place computes. */
export function levelOfPlace(place: FormulaPlacement): Level {
  if (place.kind !== "chart-field") return place.level;
  return place.field === "key" ? "base" : place.view.level;
}

/** The column that a formula of this place would take the place of. */
export function replacedColumn(
  document: Document,
  worksheetId: string,
  place: FormulaPlacement,
): WorksheetColumn | null {
  if (place.kind === "filter" || place.columnId === null) return null;
  const { columnId } = place;
  return document.worksheets[worksheetId]?.columns.find(({ id }) => id === columnId) ?? null;
}

/** The document as it is when the formula is used: in the place of its column, as a new one, or as a filter beside its values. */
export function placeFormula(
  document: Document,
  worksheetId: string,
  place: FormulaPlacement,
  { formula, name }: { readonly formula: string; readonly name: string },
): PlacedFormula | null {
  const worksheet = document.worksheets[worksheetId];
  if (worksheet === undefined) return null;
  const replaced = replacedColumn(document, worksheetId, place);
  if (replaced !== null) {
    const columns = worksheet.columns.map((column) => (column.id === replaced.id ? { ...column, formula } : column));
    return {
      document: withWorksheet(document, worksheetId, { ...worksheet, columns }),
      columnId: replaced.id,
      name: replaced.name,
    };
  }
  const added = addColumn(worksheet, levelOfPlace(place), { formula, name });
  const isFilter = place.kind === "filter";
  const filtered = isFilter ? withFilter(added.worksheet, place.level, formula) : added.worksheet;
  return {
    document: withWorksheet(document, worksheetId, filtered),
    columnId: added.column.id,
    name: added.column.name,
  };
}

export const placedFilterId = "placed-filter";

function withFilter(worksheet: Worksheet, level: Level, formula: string): Worksheet {
  const filter: Filter = {
    id: placedFilterId,
    columnId: level,
    exclude: false,
    nulls: "drop",
    kind: "formula",
    formula,
  };
  return { ...worksheet, filters: [...worksheet.filters, filter] };
}

function withWorksheet(document: Document, worksheetId: string, worksheet: Worksheet): Document {
  return { ...document, worksheets: { ...document.worksheets, [worksheetId]: worksheet } };
}

/** A column of a level with an id and a name that nothing else has. */
export function addColumn(
  worksheet: Worksheet,
  level: Level,
  { formula, name, format }: Pick<WorksheetColumn, "formula" | "name" | "format">,
): { readonly worksheet: Worksheet; readonly column: WorksheetColumn } {
  const column: WorksheetColumn = {
    id: freeId(worksheet),
    name: freeName(worksheet, name),
    formula,
    ...(format === undefined ? {} : { format }),
  };
  const groupings = worksheet.groupings.map((grouping) =>
    grouping.id === level ? { ...grouping, calculations: [...grouping.calculations, column.id] } : grouping,
  );
  const summaries = level === "summary" ? [...worksheet.summaries, column.id] : worksheet.summaries;
  return { worksheet: { ...worksheet, columns: [...worksheet.columns, column], groupings, summaries }, column };
}

function freeId({ columns }: Worksheet): string {
  const taken = new Set(columns.map(({ id }) => id));
  let count = columns.length + 1;
  while (taken.has(`column-${count}`)) count += 1;
  return `column-${count}`;
}

/** As people would name it, with a number when the worksheet has that name already. */
export function freeName({ columns }: Pick<Worksheet, "columns">, wanted: string): string {
  const taken = new Set(columns.map(({ name }) => nameKey([name])));
  const name = wanted.replaceAll("/", " ").replaceAll(/\s+/g, " ").trim().slice(0, 180) || "Formula";
  let free = name;
  for (let count = 2; taken.has(nameKey([free])); count += 1) free = `${name} (${count})`;
  return free;
}

const shownReferences = 4;

/** What is looked at to see a formula's values: its column after the keys of its level and what it reads. */
export function viewOfPlaced(
  placed: PlacedFormula,
  worksheetId: string,
  place: FormulaPlacement,
  scope: CheckScope,
): { readonly document: Document; readonly view: View; readonly limit: number | null } {
  if (place.kind === "chart-field" && place.field === "measure") return viewOfMeasure(placed, worksheetId, place.view);
  const level = levelOfPlace(place);
  const worksheet = placed.document.worksheets[worksheetId];
  const rowLevel = worksheet === undefined ? undefined : rowLevelOf(worksheet, level);
  if (worksheet === undefined || rowLevel === undefined)
    return { ...emptyView(placed, worksheetId, level), limit: null };
  const keys = orderedKeys(worksheet, rowLevel);
  const shown =
    level === "base"
      ? readHere(worksheet, placed, worksheetId, scope)
      : { worksheet, ids: readableCalculations(worksheet, placed, level) };
  const columns = [...new Set([...keys, ...shown.ids])].filter((id) => id !== placed.columnId);
  return {
    document: withWorksheet(placed.document, worksheetId, shown.worksheet),
    view: { worksheetId, level, columns: [...columns, placed.columnId] },
    limit: worksheet.limit,
  };
}

function emptyView({ document, columnId }: PlacedFormula, worksheetId: string, level: Level) {
  return { document, view: { worksheetId, level, columns: [columnId] } };
}

function viewOfMeasure({ document, columnId }: PlacedFormula, worksheetId: string, view: View) {
  const elementView = elementViewOf(view);
  const keys =
    view.chart === undefined
      ? [...(view.pivot?.rows ?? []), ...(view.pivot?.columns ?? [])]
      : [view.chart.trellis, view.chart.x, view.chart.color].flatMap((id) => id ?? []);
  const columns = elementView === null ? view.columns.filter((id) => isKey(document, worksheetId, id)) : keys;
  return {
    document,
    view: { ...view, worksheetId, columns: [...new Set([...columns, columnId])] },
    limit: document.worksheets[worksheetId]?.limit ?? null,
  };
}

function isKey(document: Document, worksheetId: string, columnId: string): boolean {
  const worksheet = document.worksheets[worksheetId];
  return worksheet !== undefined && placementOf(worksheet, columnId).role === "key";
}

/** Columns that a row formula reads, those of the source added to the worksheet that is looked at. */
function readHere(
  worksheet: Worksheet,
  { document, columnId }: PlacedFormula,
  worksheetId: string,
  scope: CheckScope,
): { readonly worksheet: Worksheet; readonly ids: readonly string[] } {
  let shown = worksheet;
  const ids: string[] = [];
  for (const path of pathsOf(formulaOf(worksheet, columnId))) {
    if (ids.length >= shownReferences) break;
    const own = worksheet.columns.find(({ name }) => path.length === 1 && nameKey([name]) === nameKey(path));
    if (own !== undefined) {
      if (own.id !== columnId && placementOf(worksheet, own.id).role === "base") ids.push(own.id);
      continue;
    }
    const formula = writeReferencePath(path);
    if (checkFormulaIn(worksheetId, "base", formula, { ...scope, document }).expression === null) continue;
    const added = addColumn(shown, "base", { name: path.join(" · "), formula });
    shown = added.worksheet;
    ids.push(added.column.id);
  }
  return { worksheet: shown, ids };
}

function readableCalculations(worksheet: Worksheet, { columnId }: PlacedFormula, level: Level): readonly string[] {
  const rowLevel = rowLevelOf(worksheet, level);
  if (rowLevel === undefined) return [];
  return pathsOf(formulaOf(worksheet, columnId)).flatMap((path) => {
    const own = worksheet.columns.find(({ name }) => path.length === 1 && nameKey([name]) === nameKey(path));
    return own !== undefined && isReadableAt(placementOf(worksheet, own.id).level, rowLevel) ? [own.id] : [];
  });
}

function formulaOf({ columns }: Worksheet, columnId: string): string {
  return columns.find(({ id }) => id === columnId)?.formula ?? "";
}

function pathsOf(formula: string): readonly (readonly string[])[] {
  const paths = findReferences(parseFormula(formula).expression).map(({ path }) => path);
  return [...new Map(paths.map((path) => [nameKey(path), path])).values()];
}
