import { writeReferencePath } from "../../formula/parse/literals.ts";
import type { Format, FormulaType } from "../../formula/types.ts";
import type { CheckedElement } from "../../worksheet/checked-element.ts";
import { formatOf } from "../../worksheet/format.ts";
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
  /** Money, which is worth adding up before other numbers. */
  readonly isAmount: boolean;
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
        .map(
          ({ name, type, format }): RowsColumn => ({
            name,
            type,
            formula: named(name),
            isAmount: isAmount(format),
            kind: "column",
          }),
        ),
      ...source.metrics.map(
        ({ name, format }): RowsColumn => ({
          name,
          type: "number",
          formula: named(name),
          isAmount: isAmount(format),
          kind: "metric",
        }),
      ),
    ],
  };
}

/** The rows of a level of an element: what has one value on each of them. */
export function rowsOfElement(element: CheckedElement, level: Level = "base"): Rows {
  const rowLevel = rowLevelOf(element.worksheet, level);
  const columns = element.worksheet.columns.flatMap(({ id, name }): RowsColumn[] => {
    const column = element.column(id);
    const isVisible = column !== undefined && rowLevel !== undefined && isReadableAt(column.placement.level, rowLevel);
    if (!isVisible) return [];
    const format = formatOf(column, element);
    return [{ name, type: column.type, formula: named(name), isAmount: isAmount(format), kind: "column" }];
  });
  return { source: { worksheetId: element.id, level }, name: element.worksheet.name, columns };
}

const isAmount = (format: Format | undefined): boolean => format?.kind === "currency";

const named = (name: string): string => writeReferencePath([name]);
