import type { Series } from "../chart-data.tsx";

/** Each value as its share of all series at the same place. */
export function normalize(series: readonly Series[]): Series[] {
  const totals = (series[0]?.values ?? []).map((_, index) =>
    series.reduce((total, { values }) => total + Math.abs(values[index] ?? 0), 0),
  );
  return series.map((one) => ({
    ...one,
    values: one.values.map((value, index) =>
      value === null || totals[index] === 0 ? null : value / (totals[index] ?? 1),
    ),
  }));
}
