import type { SourceScope } from "#components/formula/use-source-scope";
import { nameKey } from "#lib/worksheet/names";
import { sourceFormulaOf } from "#lib/worksheet/source-formula";
import type { Worksheet } from "#lib/worksheet/worksheet";
import { sourceColumnsOf } from "./source-columns.tsx";

/** The formula by which a column's values can be read from the source. Null: they are those of groups, or the source is on its way. */
export function valuesFormulaOf(name: string, worksheet: Worksheet, scope: SourceScope): string | null {
  const wanted = nameKey([name]);
  const own = worksheet.columns.find((column) => nameKey([column.name]) === wanted);
  if (own === undefined) return sourceColumnsOf(scope).find(({ path }) => path === name)?.reference ?? null;
  const calculated = [...worksheet.groupings.flatMap(({ calculations }) => calculations), ...worksheet.summaries];
  return calculated.includes(own.id) ? null : sourceFormulaOf(worksheet, own.id);
}
