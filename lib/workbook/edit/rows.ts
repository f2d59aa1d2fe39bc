import { writeReferencePath } from "../../formula/parse/literals.ts";
import type { FormulaType } from "../../formula/types.ts";
import type { CheckedElement } from "../../worksheet/checked-element.ts";
import { isReadableAt, rowLevelOf } from "../../worksheet/row-level.ts";
import type { Level, Source, Worksheet } from "../../worksheet/worksheet.ts";

/** What an element can be built on, and what of it formulas may name. */
export type Rows = {
  readonly source: Worksheet["source"];
  readonly name: string;
  readonly columns: readonly RowsColumn[];
};

export type RowsColumn = {
  readonly name: string;
  readonly type: FormulaType;
  readonly formula: string;
  /** Metrics stand for a number of all rows together. */
  readonly kind: "column" | "metric";
};

export function rowsOfSource(source: Source): Rows {
  return {
    source: { sourceId: source.id },
    name: source.name,
    columns: [
      ...source.columns
        .filter(({ hidden }) => !hidden)
        .map(({ name, type }): RowsColumn => ({ name, type, formula: named(name), kind: "column" })),
      ...source.metrics.map(({ name }): RowsColumn => ({ name, type: "number", formula: named(name), kind: "metric" })),
    ],
  };
}

/** The rows of a level of an element: what has one value on each of them. */
export function rowsOfElement(element: CheckedElement, level: Level = "base"): Rows {
  const rowLevel = rowLevelOf(element.worksheet, level);
  const columns = element.worksheet.columns.flatMap(({ id, name }): RowsColumn[] => {
    const column = element.column(id);
    const isVisible = column !== undefined && rowLevel !== undefined && isReadableAt(column.placement.level, rowLevel);
    return isVisible ? [{ name, type: column.type, formula: named(name), kind: "column" }] : [];
  });
  return { source: { worksheetId: element.id, level }, name: element.worksheet.name, columns };
}

const named = (name: string): string => writeReferencePath([name]);
