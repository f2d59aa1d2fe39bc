import "server-only";
import type { FormulaPlace } from "#lib/contract/formula-assist";
import { hasErrors } from "#lib/formula/apply-fix";
import type { Diagnostic } from "#lib/formula/diagnostic";
import { checkView } from "#lib/worksheet/check";
import type { CheckedColumn } from "#lib/worksheet/checked-element";
import {
  type FormulaPlacement,
  levelOfPlace,
  type PlacedFormula,
  placedFilterId,
  placeFormula,
  viewOfPlaced,
} from "#lib/worksheet/place-formula";
import type { Level, View } from "#lib/worksheet/worksheet";
import { type Board, levelsOf } from "./bench.ts";

export type Written = {
  readonly formula: string;
  readonly name: string;
  /** The level that its writer means; null: none in particular. */
  readonly level: Level | null;
};

/** A formula that was checked where it is to stand. `column` is null exactly when there are errors. */
export type Tried = {
  readonly written: Written;
  readonly place: FormulaPlacement;
  readonly placed: PlacedFormula;
  readonly view: View;
  readonly document: Board["document"];
  readonly limit: number | null;
  readonly column: CheckedColumn | null;
  readonly diagnostics: readonly Diagnostic[];
};

export type Sound = Tried & { readonly column: CheckedColumn };

export function isSound(tried: Tried): tried is Sound {
  return tried.column !== null;
}

/** Parses and checks types, levels and names: in the asked place, else at the level that is meant, else where the formula makes sense. */
export function tryFormula(bench: Board, written: Written): Tried {
  const tries = placesToTry(bench, written.level).map((place) => tryAt(bench, place, written));
  const [first] = tries;
  if (first === undefined) throw new Error("A formula always has a place.");
  return tries.find(isSound) ?? tries.find(({ diagnostics }) => !isOfLevel(diagnostics)) ?? first;
}

/** Everything else holds, so another level may do. */
function isOfLevel(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(({ code }) => code === "aggregate_at_base");
}

function placesToTry({ worksheet, place }: Board, meant: Level | null): readonly FormulaPlacement[] {
  if (place.kind !== "column" || place.level !== null) return [fixedPlace(place)];
  const levels = levelsOf(worksheet);
  const wanted = meant !== null && levels.includes(meant) ? [meant] : [];
  return [...new Set([...wanted, ...levels])].map((level) => ({ kind: "column", level, columnId: place.columnId }));
}

function fixedPlace(place: FormulaPlace): FormulaPlacement {
  return place.kind === "column" ? { ...place, level: place.level ?? "base" } : place;
}

function tryAt(bench: Board, place: FormulaPlacement, written: Written): Tried {
  const { document, worksheetId, scope } = bench;
  const placed = placeFormula(document, worksheetId, place, written);
  if (placed === null) throw new Error("The worksheet was there when the bench was opened.");
  const shown = viewOfPlaced(placed, worksheetId, place, { ...scope, document: placed.document });
  const checked = checkView(shown.view, { ...scope, document: shown.document });
  const column = checked.element?.column(placed.columnId) ?? null;
  const found = checked.diagnostics.filter(
    ({ columnId, filterId }) => columnId === placed.columnId || filterId === placedFilterId,
  );
  const diagnostics = withoutTwins([...found, ...problemsOfPlace(place, column)]);
  const isBroken = column === null || column.expression === null || hasErrors(diagnostics);
  const { document: shownDocument, view, limit } = shown;
  return {
    written,
    place,
    placed,
    view,
    document: shownDocument,
    limit,
    column: isBroken ? null : column,
    diagnostics,
  };
}

/** The column of a filter and its condition are checked both. */
function withoutTwins(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const byText = new Map<string, Diagnostic>();
  for (const { code, severity, message, span, fix } of diagnostics) {
    const key = `${code} ${span.from} ${span.to}`;
    if (!byText.has(key)) byText.set(key, { code, severity, message, span, ...(fix === undefined ? {} : { fix }) });
  }
  return [...byText.values()];
}

/** What a place wants beyond its level: keys that base rows alone decide. Filters have a check of their own. */
function problemsOfPlace(place: FormulaPlacement, column: CheckedColumn | null): readonly Diagnostic[] {
  if (column === null || column.expression === null) return [];
  const problem = (code: string, message: string): Diagnostic => ({
    code,
    severity: "error",
    message,
    span: { from: 0, to: column.column.formula.length },
  });
  if (place.kind === "chart-field" && place.field === "key" && !column.isRowWise)
    return [problem("view_key", "An axis groups rows, so its formula may not hold aggregates or windows.")];
  return [];
}

/** As people call the place. */
export function placeLabel({ worksheet }: Board, place: FormulaPlacement): string {
  if (place.kind === "filter") return "Filter";
  if (place.kind === "chart-field") return place.field === "key" ? "Axis of the chart" : "Measure of the chart";
  return levelLabel(worksheet, levelOfPlace(place), place.columnId !== null);
}

function levelLabel(worksheet: Board["worksheet"], level: Level, isReplaced: boolean): string {
  if (level === "base") return isReplaced ? "Column" : "New column";
  if (level === "summary") return "Summary";
  return `Calculation by ${keyNames(worksheet, level).join(", ")}`;
}

/** Names of a grouping's own keys. */
export function keyNames(worksheet: Board["worksheet"], level: Level): readonly string[] {
  const grouping = worksheet.groupings.find(({ id }) => id === level);
  return (grouping?.keys ?? []).map((key) => worksheet.columns.find(({ id }) => id === key)?.name ?? key);
}
