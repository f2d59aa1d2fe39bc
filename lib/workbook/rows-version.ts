import type { Document } from "../worksheet/worksheet.ts";
import { partOf } from "./part-of.ts";

/** What the rows of a worksheet depend on, as a text: neither on what it is called nor on how its columns look. */
export function rowsVersion(document: Document, worksheetId: string): string {
  const { worksheets, controls } = partOf(document, worksheetId);
  const plain = Object.entries(worksheets).map(([id, { name, columns, ...rest }]) => ({
    ...rest,
    // Formulas find another worksheet by its name.
    name: id === worksheetId ? undefined : name,
    columns: columns.map((column) => [column.id, column.name, column.formula]),
  }));
  return JSON.stringify([plain, controls]);
}
