import type { NumberScope, ScopeResult } from "#lib/numbers/number-scope";
import { createNumberStream, type ProseNumber } from "#lib/numbers/number-stream";

/** Sales by region and a monthly series, as Ask would have run them. */
export const byRegion: ScopeResult = {
  name: "r1",
  resultId: "00000000-0000-4000-8000-000000000001",
  schema: [
    { key: "region", columnId: "a", name: "Region", type: "text", level: "g", formula: "[Region]" },
    {
      key: "sales",
      columnId: "b",
      name: "Sales",
      type: "number",
      format: { kind: "currency" },
      level: "g",
      formula: "Sum([Sales])",
    },
    {
      key: "margin",
      columnId: "c",
      name: "Margin",
      type: "number",
      format: { kind: "percent" },
      level: "g",
      formula: "Sum([Profit]) / Sum([Sales])",
    },
    { key: "orders", columnId: "d", name: "Orders", type: "number", level: "g", formula: "CountDistinct([Order ID])" },
  ],
  rows: {
    offset: 0,
    rowCount: 4,
    columns: [
      ["East", "West", "South", "Central"],
      [1236540.25, 987654.5, 512300, 431200.75],
      [0.1234, 0.2051, -0.031, 0.087],
      [8123, 6120, 3477, 2981],
    ],
  },
  rowCount: 4,
};

export const byMonth: ScopeResult = {
  name: "r2",
  resultId: "00000000-0000-4000-8000-000000000002",
  schema: [
    {
      key: "month",
      columnId: "m",
      name: "Month",
      type: "date",
      grain: "day",
      format: { kind: "date", datePattern: "month" },
      level: "g",
      formula: 'DateTrunc("month", [Order Date])',
    },
    {
      key: "sales",
      columnId: "s",
      name: "Sales",
      type: "number",
      format: { kind: "currency" },
      level: "g",
      formula: "Sum([Sales])",
    },
  ],
  rows: {
    offset: 0,
    rowCount: 3,
    columns: [
      ["2026-07-01", "2026-08-01", "2026-09-01"],
      [410000, 389000.4, 455123.9],
    ],
  },
  rowCount: 3,
};

export function scopeOf(overrides: Partial<NumberScope> = {}): NumberScope {
  return {
    results: [byRegion, byMonth],
    facts: [
      {
        id: "f1",
        resultId: byRegion.resultId,
        text: "East leads West by 25.2 %",
        value: 0.252,
        format: { kind: "percent" },
        labels: ["East"],
      },
    ],
    literals: ["Sales by region last quarter, top 3", "Order Date in Q3 2026"],
    locale: "en-US",
    currency: "USD",
    ...overrides,
  };
}

export type Told = { readonly text: string; readonly numbers: readonly ProseNumber[] };

/** Streams the prose in pieces of the given length. */
export function tell(prose: string, scope: NumberScope = scopeOf(), pieceLength = prose.length): Told {
  let count = 0;
  const stream = createNumberStream(
    () => scope,
    () => `n${++count}`,
  );
  let text = "";
  const numbers = new Map<string, ProseNumber>();
  const pieces = [];
  for (let at = 0; at < prose.length; at += pieceLength) pieces.push(...stream.push(prose.slice(at, at + pieceLength)));
  for (const piece of [...pieces, ...stream.end()]) {
    if (piece.kind === "text") text += piece.text;
    else numbers.set(piece.number.id, piece.number);
  }
  return { text, numbers: [...numbers.values()] };
}

export function statusesOf(prose: string, scope?: NumberScope): string[] {
  return tell(prose, scope).numbers.map(({ status }) => status);
}
