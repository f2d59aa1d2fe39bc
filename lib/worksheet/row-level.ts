import type { Level, Worksheet } from "./worksheet.ts";

/**
 * Which rows a value belongs to: the base rows, or one row for each combination of some key columns. The summary is the empty
 * set. Groupings of a table are a chain of such sets; pivots and totals ask for other subsets, so nothing may assume a chain.
 */
export type RowLevel = { readonly kind: "base" } | { readonly kind: "keys"; readonly keys: readonly string[] };

export const baseLevel: RowLevel = { kind: "base" };
export const summaryLevel: RowLevel = { kind: "keys", keys: [] };

/** `columnIds` in any order; the same set always gives the same level. */
export function keysLevel(columnIds: Iterable<string>): RowLevel {
  return { kind: "keys", keys: [...new Set(columnIds)].sort() };
}

/** The same text for the same rows, for maps. */
export function levelId(level: RowLevel): string {
  return level.kind === "base" ? "base" : `keys(${level.keys.map(encodeURIComponent).join(",")})`;
}

export function isSameLevel(left: RowLevel, right: RowLevel): boolean {
  return levelId(left) === levelId(right);
}

/** Whether a value of `upper` has one value on each row of `lower`, so that it can be read there. */
export function isReadableAt(upper: RowLevel, lower: RowLevel): boolean {
  if (lower.kind === "base") return true;
  if (upper.kind === "base") return false;
  return upper.keys.every((key) => lower.keys.includes(key));
}

/** The rows that a view's level names; undefined when the worksheet has no such level. */
export function rowLevelOf(worksheet: Worksheet, level: Level): RowLevel | undefined {
  if (level === "base") return baseLevel;
  if (level === "summary") return summaryLevel;
  const index = worksheet.groupings.findIndex((grouping) => grouping.id === level);
  if (index < 0) return undefined;
  return keysLevel(worksheet.groupings.slice(0, index + 1).flatMap((grouping) => grouping.keys));
}

/** The level's keys, outermost first. */
export function orderedKeys(worksheet: Worksheet, level: RowLevel): readonly string[] {
  if (level.kind === "base") return [];
  const inOrder = worksheet.groupings.flatMap((grouping) => grouping.keys).filter((key) => level.keys.includes(key));
  return [...new Set([...inOrder, ...level.keys])];
}

/** The levels of a table from the summary over its groupings (outermost first) to the base rows. */
export function levelChain(worksheet: Worksheet): readonly RowLevel[] {
  const groupings = worksheet.groupings.map((_, index) =>
    keysLevel(worksheet.groupings.slice(0, index + 1).flatMap((grouping) => grouping.keys)),
  );
  return [summaryLevel, ...groupings, baseLevel];
}

/** The next level outwards: what windows are partitioned by and what `parent_grouping` means. Of the summary: itself. */
export function parentLevel(worksheet: Worksheet, level: RowLevel): RowLevel {
  const outer = levelChain(worksheet).filter(
    (candidate) => isReadableAt(candidate, level) && !isSameLevel(candidate, level),
  );
  return outer.at(-1) ?? summaryLevel;
}

/** Where a column lives, by its place in the worksheet: a key, a calculation of a grouping, a summary, or a base column. */
export type Placement = {
  readonly role: "base" | "key" | "calculation" | "summary";
  readonly level: RowLevel;
  /** As views and results say it. */
  readonly levelName: Level;
};

export function placementOf(worksheet: Worksheet, columnId: string): Placement {
  for (const grouping of worksheet.groupings) {
    const level = rowLevelOf(worksheet, grouping.id) ?? summaryLevel;
    if (grouping.keys.includes(columnId)) return { role: "key", level, levelName: grouping.id };
    if (grouping.calculations.includes(columnId)) return { role: "calculation", level, levelName: grouping.id };
  }
  if (worksheet.summaries.includes(columnId)) return { role: "summary", level: summaryLevel, levelName: "summary" };
  return { role: "base", level: baseLevel, levelName: "base" };
}
