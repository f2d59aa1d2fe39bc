import type { Cell } from "../../worksheet/result.ts";
import { type Chart, type ChartMark, isRound } from "../chart.ts";
import { isAdditive, isPartOfWhole } from "../roles.ts";
import { type ChartData, numberOf, type ReadField } from "./fields.ts";

/** Stands for the categories that were gathered into one. */
export const otherCell = "\u0000other";

const mostSlices = 7;

const hasCategories: Readonly<Record<ChartMark, boolean>> = {
  bar: true,
  line: true,
  area: true,
  combo: true,
  pie: true,
  donut: true,
  box: true,
  scatter: false,
  histogram: false,
  kpi: false,
};

/** Rows in the order of the chart's categories, and only as many of these as it wants. */
export function arrange(chart: Chart, data: ChartData): ChartData {
  const { x } = data;
  if (x === null || !hasCategories[chart.mark]) return data;
  const ordered = orderCategories(chart, data, x);
  const limit = limitOf(chart, ordered.length);
  if (limit === null) return isInOrder(x, ordered) ? data : take(data, x, ordered, null);
  const isGathered = limit.rest === "other" && x.column.type !== "date" && data.y.every(addsUp(chart.mark));
  const rest = ordered.slice(limit.count);
  const arranged = take(data, x, ordered.slice(0, limit.count), isGathered ? rest : null);
  if (isGathered) return arranged;
  const why = limit.rest === "other" && x.column.type !== "date" ? notAdding(data, chart.mark) : "";
  const note = `${limit.count} of ${ordered.length} values of ${x.column.name} are drawn${why}.`;
  return { ...arranged, notes: [...data.notes, note] };
}

/** The rows have come as they are wanted. */
function isInOrder({ cells }: ReadField, ordered: readonly Cell[]): boolean {
  let at = 0;
  return cells.every((cell) => {
    if (cell === ordered[at]) return true;
    at += 1;
    return cell === ordered[at];
  });
}

/** A pie shows no more slices than can be told apart. */
function limitOf(chart: Chart, count: number): Chart["limit"] {
  const wanted = chart.limit !== null && chart.limit.count < count ? chart.limit : null;
  if (!isRound(chart.mark)) return wanted;
  const most = wanted?.rest === "drop" ? mostSlices : mostSlices - 1;
  if ((wanted?.count ?? count) <= (wanted === null ? mostSlices : most)) return wanted;
  return { count: most, rest: wanted?.rest ?? "other" };
}

function addsUp(mark: ChartMark): (field: ReadField) => boolean {
  return ({ column }) => (isRound(mark) ? isPartOfWhole(column) : isAdditive(column));
}

function notAdding({ y }: ChartData, mark: ChartMark): string {
  const field = y.find((measure) => !addsUp(mark)(measure));
  return field === undefined ? "" : `; the others are left out, since ${field.column.name} does not add up`;
}

function orderCategories({ mark, sort }: Chart, data: ChartData, x: ReadField): Cell[] {
  const categories = [...new Set(x.cells)];
  const by = sort.by === "view" && isRound(mark) && categories.length > mostSlices ? "value" : sort.by;
  const isDate = x.column.type === "date";
  if (by === "view") return isDate ? inTime(categories) : categories;
  const sign = sort.direction === "ascending" ? 1 : -1;
  if (by === "label") {
    const compare = isDate ? byTime : byCell(data.locale);
    return categories.sort((a, b) => (a === null ? 1 : b === null ? -1 : sign * compare(a, b)));
  }
  const totals = totalsOf(data.y.find(({ column }) => column.columnId === sort.columnId) ?? data.y[0], x);
  return categories.sort((a, b) => sign * ((totals.get(a) ?? 0) - (totals.get(b) ?? 0)));
}

/** Wire dates are in order as texts are. Most come so already. */
function inTime(dates: Cell[]): Cell[] {
  return dates.every((date, index) => index === 0 || byTime(dates[index - 1] ?? null, date) <= 0)
    ? dates
    : dates.sort(byTime);
}

function byTime(a: Cell, b: Cell): number {
  if (a === null || b === null) return (a === null ? 1 : 0) - (b === null ? 1 : 0);
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Numbers by their size, texts as the reader's language has them. Nothing comes last. */
function byCell(locale: string): (a: Cell, b: Cell) => number {
  const collator = new Intl.Collator(locale, { numeric: true });
  return (a, b) => {
    if (a === null || b === null) return (a === null ? 1 : 0) - (b === null ? 1 : 0);
    return typeof a === "number" && typeof b === "number" ? a - b : collator.compare(String(a), String(b));
  };
}

function totalsOf(field: ReadField | undefined, x: ReadField): Map<Cell, number> {
  const totals = new Map<Cell, number>();
  x.cells.forEach((cell, row) => {
    totals.set(cell, (totals.get(cell) ?? 0) + (numberOf(field?.cells[row]) ?? 0));
  });
  return totals;
}

/** The rows of `kept` in its order, then one for all of `gathered` for each colour and panel. */
function take(data: ChartData, x: ReadField, kept: readonly Cell[], gathered: readonly Cell[] | null): ChartData {
  const rank = new Map(kept.map((cell, index) => [cell, index]));
  const order = x.cells
    .map((cell, row) => ({ row, at: rank.get(cell) }))
    .flatMap(({ row, at }) => (at === undefined ? [] : [{ row, at }]))
    .sort((a, b) => a.at - b.at)
    .map(({ row }) => row);
  const groups = gathered === null ? [] : gatherRows(data, x, new Set(gathered));
  const move = (field: ReadField, extra: (group: Gathered) => Cell = () => null): ReadField => ({
    ...field,
    cells: [...order.map((row) => field.cells[row] ?? null), ...groups.map(extra)],
  });
  const moveOne = (field: ReadField | null, extra?: (group: Gathered) => Cell) =>
    field === null ? null : move(field, extra);
  const others = gathered?.length === 1 ? "1 other" : `${gathered?.length ?? 0} others`;
  const named = (show: ReadField["show"]) => (cell: Cell) => (cell === otherCell ? others : show(cell));
  const movedX = move(x, () => otherCell);
  return {
    ...data,
    x: { ...movedX, show: named(x.show), showShort: named(x.showShort) },
    y: data.y.map((field, index) => move(field, ({ sums }) => sums[index] ?? null)),
    color: moveOne(data.color, ({ color }) => color),
    trellis: moveOne(data.trellis, ({ trellis }) => trellis),
    size: moveOne(data.size),
    tooltip: data.tooltip.map((field) => move(field)),
    keys: data.keys.map((field) => move(field)),
    rowCount: order.length + groups.length,
  };
}

type Gathered = { readonly color: Cell; readonly trellis: Cell; readonly sums: (number | null)[] };

function gatherRows(data: ChartData, x: ReadField, rest: ReadonlySet<Cell>): Gathered[] {
  const groups = new Map<string, Gathered>();
  x.cells.forEach((cell, row) => {
    if (!rest.has(cell)) return;
    const [color, trellis] = [data.color?.cells[row] ?? null, data.trellis?.cells[row] ?? null];
    const key = JSON.stringify([color, trellis]);
    const group = groups.get(key) ?? { color, trellis, sums: data.y.map(() => null) };
    groups.set(key, group);
    data.y.forEach((field, index) => {
      const value = numberOf(field.cells[row]);
      if (value !== null) group.sums[index] = (group.sums[index] ?? 0) + value;
    });
  });
  return [...groups.values()];
}
