import { keysLevel, type RowLevel } from "./row-level.ts";
import type { Level, View } from "./worksheet.ts";

/** The places that a chart or a pivot has for its keys. */
export const columnRoles = ["x", "color", "trellis", "row", "column"] as const;
export type ColumnRole = (typeof columnRoles)[number];

export type ViewRoles =
  | {
      readonly kind: "chart";
      readonly x: string | null;
      readonly color: string | null;
      readonly trellis: string | null;
    }
  | {
      readonly kind: "pivot";
      readonly rows: readonly string[];
      readonly columns: readonly string[];
      readonly isTotals: boolean;
    };

/** A chart or pivot with the level that its keys make. Its measures are the calculations of the grouping `measuresOf`. */
export type ElementView = { readonly roles: ViewRoles; readonly level: RowLevel; readonly measuresOf: Level };

/** Null: the view is a plain table. */
export function elementViewOf({ level, pivot, chart }: View): ElementView | null {
  const roles: ViewRoles | null =
    pivot !== undefined
      ? { kind: "pivot", rows: pivot.rows, columns: pivot.columns, isTotals: pivot.isTotals === true }
      : chart !== undefined
        ? { kind: "chart", ...chart }
        : null;
  if (roles === null) return null;
  return { roles, level: keysLevel(placedKeys(roles).map(({ columnId }) => columnId)), measuresOf: level };
}

type PlacedKey = { readonly columnId: string; readonly role: ColumnRole };

/** The keys in the order in which the view's rows are sorted. */
export function placedKeys(roles: ViewRoles): readonly PlacedKey[] {
  if (roles.kind === "pivot") {
    return [
      ...roles.rows.map((columnId): PlacedKey => ({ columnId, role: "row" })),
      ...roles.columns.map((columnId): PlacedKey => ({ columnId, role: "column" })),
    ];
  }
  return (["trellis", "x", "color"] as const).flatMap((role) => {
    const columnId = roles[role];
    return columnId === null ? [] : [{ columnId, role }];
  });
}

/**
 * Windows run along the x axis within each colour and trellis; without an axis over the colours. In a pivot they run down the
 * innermost rows within each column, without rows along the innermost columns.
 */
export function partitionKeys(roles: ViewRoles): readonly string[] {
  if (roles.kind === "chart") {
    const within = roles.x === null ? [roles.trellis] : [roles.trellis, roles.color];
    return within.filter((key) => key !== null);
  }
  return roles.rows.length > 0 ? [...roles.columns, ...roles.rows.slice(0, -1)] : roles.columns.slice(0, -1);
}
