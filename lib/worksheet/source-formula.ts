import { parseFormula } from "../formula/parse.ts";
import { findReferences } from "../formula/rename.ts";
import { nameKey } from "./names.ts";
import type { Worksheet } from "./worksheet.ts";

const deepest = 20;
const longest = 4000;

/**
 * A column's formula as the source alone can compute it: other columns of the worksheet are written out in it. Null when they go round in a
 * circle, or it would grow beyond 4,000 letters.
 */
export function sourceFormulaOf(worksheet: Worksheet, columnId: string): string | null {
  const column = worksheet.columns.find(({ id }) => id === columnId);
  return column === undefined ? null : writeOut(column.id, worksheet, 0);
}

function writeOut(columnId: string, worksheet: Worksheet, depth: number): string | null {
  const column = worksheet.columns.find(({ id }) => id === columnId);
  if (column === undefined || depth > deepest) return null;
  let text = column.formula;
  for (const { path, span } of findReferences(parseFormula(text).expression).toReversed()) {
    const meant = worksheet.columns.find(({ id, name }) => id !== columnId && nameKey([name]) === nameKey(path));
    if (meant === undefined) continue;
    const inner = writeOut(meant.id, worksheet, depth + 1);
    if (inner === null) return null;
    text = `${text.slice(0, span.from)}(${inner})${text.slice(span.to)}`;
    if (text.length > longest) return null;
  }
  return text;
}
