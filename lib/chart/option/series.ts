import type { Cell } from "../../worksheet/result.ts";
import { isAdditive } from "../roles.ts";
import { type ChartData, isMeasured, numberOf, type ReadField } from "./fields.ts";

export type Series = {
  readonly name: string;
  readonly field: ReadField;
  /** One for each category; null where there is none. */
  readonly values: readonly (number | null)[];
  /** The row that each value comes from. */
  readonly rows: readonly (number | null)[];
};

export type Pivoted = {
  readonly categories: readonly Cell[];
  readonly series: readonly Series[];
  readonly notes: readonly string[];
};

const mostSeries = 40;

/** The colour is a measure: a shade for each mark, not a series for each value. */
export function findShade(data: ChartData): ReadField | null {
  return data.color !== null && isMeasured(data, data.color) ? data.color : null;
}

/** Distinct x values in the order of the rows, and one series for each measure and colour. */
export function pivotSeries(data: ChartData, allCategories?: readonly Cell[]): Pivoted {
  const categories = allCategories ?? (data.x === null ? [null] : [...new Set(data.x.cells)]);
  const color = findShade(data) === null ? data.color : null;
  const names = color === null ? [null] : [...new Set(color.cells)];
  const drawn = names.slice(0, Math.max(1, Math.floor(mostSeries / Math.max(1, data.y.length))));
  const placed = data.y.map((field) => place(data, field, color, categories, drawn));
  const series = placed.flatMap(({ series }) => series);
  const notes = [
    ...(drawn.length < names.length
      ? [`${drawn.length} of ${names.length} values of ${color?.column.name} are drawn.`]
      : []),
    ...(placed.some(({ hasClashes }) => hasClashes)
      ? ["Several rows share a place and do not add up: the last of them is drawn."]
      : []),
  ];
  return { categories, series, notes };
}

function place(
  data: ChartData,
  field: ReadField,
  color: ReadField | null,
  categories: readonly Cell[],
  names: readonly Cell[],
): { readonly series: Series[]; readonly hasClashes: boolean } {
  const slot = new Map(categories.map((category, index) => [category, index]));
  const tracks = new Map(
    names.map((name) => [
      name,
      { values: categories.map((): number | null => null), rows: categories.map((): number | null => null) },
    ]),
  );
  const addsUp = isAdditive(field.column);
  let hasClashes = false;
  for (let row = 0; row < data.rowCount; row += 1) {
    const track = tracks.get(color === null ? null : (color.cells[row] ?? null));
    const index = data.x === null ? 0 : slot.get(data.x.cells[row] ?? null);
    if (track === undefined || index === undefined) continue;
    const value = numberOf(field.cells[row]);
    const before = track.values[index] ?? null;
    if (before !== null && value !== null && !addsUp) hasClashes = true;
    track.values[index] = addsUp && before !== null ? before + (value ?? 0) : (value ?? before);
    track.rows[index] = row;
  }
  const named = (name: Cell): string => {
    if (color === null) return field.column.name;
    return data.y.length > 1 ? `${color.show(name)} · ${field.column.name}` : color.show(name);
  };
  return { series: names.map((name) => ({ name: named(name), field, ...read(tracks.get(name)) })), hasClashes };
}

function read(track: Pick<Series, "values" | "rows"> | undefined): Pick<Series, "values" | "rows"> {
  return track ?? { values: [], rows: [] };
}

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
