import type { ChartMark } from "../../chart/chart.ts";
import type { ChartField } from "./chart-fields.ts";
import type { Rows, RowsColumn } from "./rows.ts";

/** Fields to begin with, so that a new chart shows something: its owner goes on from there. */
export type StartFields = { readonly x: ChartField | null; readonly y: readonly ChartField[] };

export function startFields(mark: ChartMark, { columns }: Rows): StartFields {
  const numbers = columns.filter(isQuantity).toSorted((left, right) => Number(right.isAmount) - Number(left.isAmount));
  if (mark === "scatter") {
    const [first, second] = numbers;
    return { x: first === undefined ? null : plain(first), y: second === undefined ? [] : [plain(second)] };
  }
  if (mark === "histogram" || mark === "box") return { x: null, y: numbers.slice(0, 1).map(plain) };
  const measure = columns.find(({ kind }) => kind === "metric");
  const [number] = numbers;
  const y = measure !== undefined ? plain(measure) : number !== undefined ? sumOf(number) : rowCount;
  return { x: mark === "kpi" ? null : startOfAxis(mark, columns), y: [y] };
}

const rowCount: ChartField = { name: "Rows", formula: "Count()" };
const overTime: ReadonlySet<ChartMark> = new Set(["line", "area", "combo"]);

function startOfAxis(mark: ChartMark, columns: readonly RowsColumn[]): ChartField | null {
  const date = columns.find(({ type }) => type === "date");
  const label = columns.find(({ name, type }) => type === "text" && !isIdentifier(name));
  const [first, second] = overTime.has(mark) ? [date, label] : [label, date];
  const chosen = first ?? second;
  if (chosen === undefined) return null;
  return chosen.type === "date" ? monthOf(chosen) : plain(chosen);
}

function monthOf({ name, formula }: RowsColumn): ChartField {
  return { name: `Month of ${name}`, formula: `DateTrunc("month", ${formula})` };
}

function sumOf({ name, formula }: RowsColumn): ChartField {
  return { name: `Sum of ${name}`, formula: `Sum(${formula})` };
}

const plain = ({ name, formula }: RowsColumn): ChartField => ({ name, formula });

function isQuantity({ kind, name, type }: RowsColumn): boolean {
  return kind === "column" && type === "number" && !isIdentifier(name) && !/(^|\s)year$/i.test(name);
}

const isIdentifier = (name: string): boolean => /(^|[\s_])(id|code|number|no|key|zip|phone|postcode)$/i.test(name);
