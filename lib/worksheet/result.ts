import type { DateGrain, Format, ValueType } from "../formula/types.ts";
import type { ColumnRole } from "./view-roles.ts";
import type { Level, View } from "./worksheet.ts";

/**
 * A cell on the wire. Number: a JS number when it is exact, else its decimal digits as text. Date: `YYYY-MM-DD` for grain day,
 * `YYYY-MM-DDTHH:MM:SS[.ffffff]` for grain time. Variant: JSON text.
 */
export type Cell = string | number | boolean | null;

/** One column of a result. `key` is short and unique in the result (`sales`, `order_month`): what references in prose use. */
export type ResultColumn = {
  readonly key: string;
  readonly columnId: string;
  readonly name: string;
  readonly type: ValueType;
  readonly grain?: DateGrain | undefined;
  readonly format?: Format | undefined;
  readonly level: Level;
  /** The formula behind it, for provenance. */
  readonly formula: string;
  /** An aggregate, window or total stands in the formula, or in what it names: a metric, another column. */
  readonly isAggregate?: boolean | undefined;
  /** Of the keys of a chart or pivot: the place that they take there. */
  readonly role?: ColumnRole | undefined;
};

/** A slice of a result, by column: `columns[c][r]`. */
export type ResultRows = {
  readonly offset: number;
  readonly rowCount: number;
  readonly columns: readonly (readonly Cell[])[];
};

export type ResultSummary = {
  readonly id: string;
  readonly view: View;
  readonly queryHash: string;
  /** Source id to data version; null for a live database. */
  readonly dataVersions: Readonly<Record<string, string | null>>;
  /** What Today() meant, ISO. */
  readonly asOf: string;
  readonly schema: readonly ResultColumn[];
  /** Rows stored, at most 10,000 or 4 MB. */
  readonly rowCount: number;
  readonly truncated: boolean;
  readonly elapsedMs: number;
};
