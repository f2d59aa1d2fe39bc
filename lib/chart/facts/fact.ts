import type { Format } from "../../formula/types.ts";

export const factKinds = [
  "total",
  "average",
  "median",
  "quartiles",
  "groups",
  "highest",
  "lowest",
  "second",
  "tiedHighest",
  "tiedLowest",
  "lead",
  "ratio",
  "share",
  "concentration",
  "aboveAverage",
  "first",
  "last",
  "change",
  "growth",
  "trend",
  "direction",
  "rise",
  "fall",
  "seasonality",
  "season",
  "partial",
  "missingPeriods",
  "leader",
  "leaderShare",
  "leads",
  "runnerUp",
  "trailing",
  "seriesChange",
  "seriesGrowth",
  "correlation",
  "current",
  "previous",
  "target",
  "reached",
  "outlier",
  "missing",
] as const;
export type FactKind = (typeof factKinds)[number];

/** Something true of a result, computed by code. `value` is what `{{f1}}` in prose stands for, shown in `format`. */
export type Fact = {
  readonly id: string;
  readonly kind: FactKind;
  /** Plain words with the value in them, for a model to read. */
  readonly text: string;
  readonly value: number;
  readonly format?: Format | undefined;
  /** Key of the measure or, for missing data, of the column. */
  readonly column: string;
  /** The labels of the row the fact is about; empty when it is about all rows. */
  readonly labels: readonly string[];
  /** The cells it follows from, when they are few. `row` counts from 0. */
  readonly cells: readonly { readonly row: number; readonly key: string }[];
  /** The rows it names, the first one first: of equal values all, of a series any one. */
  readonly rows: readonly number[];
  /** The series it is about, where the chart has several. */
  readonly series: string | null;
  /** Key of the column that names the series. */
  readonly by: string | null;
  /** Of a movement: where to. */
  readonly way: "up" | "down" | null;
};

export type FactDraft = Omit<Fact, "id">;

export const percent: Format = { kind: "percent", decimals: 1 };
export const twoDecimals: Format = { kind: "number", decimals: 2 };
export const whole: Format = { kind: "number", decimals: 0 };
