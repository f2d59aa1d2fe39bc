import type { FormulaModelInput } from "#lib/contract/formula-model";

type Level = FormulaModelInput["place"]["levels"][number];

/** The key of the level that is a period of time, written as the period that it begins. */
export function readTimeKey(
  level: Level,
  { worksheet }: FormulaModelInput,
): { readonly reference: string; readonly period: string } | null {
  for (const key of level.keys.toReversed()) {
    const column = worksheet.columns.find(({ name }) => name === key);
    const period = /^\s*DateTrunc\(\s*"(\w+)"/i.exec(column?.formula ?? "")?.[1];
    if (period !== undefined)
      return { reference: `[${key.replaceAll("\\", "\\\\").replaceAll("]", "\\]")}]`, period: period.toLowerCase() };
  }
  return null;
}
