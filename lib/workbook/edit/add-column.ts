import type { Level, Worksheet, WorksheetColumn } from "../../worksheet/worksheet.ts";
import { freeName } from "./free-name.ts";

/** The worksheet with a new column at a level: among its rows, as a calculation of a grouping, or as a summary. */
export function addColumnAt(worksheet: Worksheet, level: Level, column: WorksheetColumn): Worksheet {
  const names = worksheet.columns.map(({ name }) => name);
  const columns = [...worksheet.columns, { ...column, name: freeName(column.name, names) }];
  if (level === "base") return { ...worksheet, columns };
  if (level === "summary") return { ...worksheet, columns, summaries: [...worksheet.summaries, column.id] };
  const groupings = worksheet.groupings.map((grouping) =>
    grouping.id === level ? { ...grouping, calculations: [...grouping.calculations, column.id] } : grouping,
  );
  return { ...worksheet, columns, groupings };
}

/** The keys that the rows of a level have, outermost first. */
export function keysOfLevel({ groupings }: Worksheet, level: Level): readonly string[] {
  const index = groupings.findIndex(({ id }) => id === level);
  return [...new Set(groupings.slice(0, index + 1).flatMap(({ keys }) => keys))];
}
