import { expect, test } from "vitest";
import { behindMark, behindRow, hasBehind } from "#components/ask/behind";
import { valuesFormulaOf } from "#components/ask/edit/values-formula";
import type { RunData } from "#lib/contract/runs";
import type { Cell, ResultColumn } from "#lib/worksheet/result";

const worksheet: RunData["result"]["worksheet"] = {
  version: 1,
  name: "By region and month",
  source: { sourceId: "s" },
  columns: [
    { id: "region", name: "Region", formula: "[Region]" },
    { id: "month", name: "Month", formula: 'DateTrunc("month", [Order Date])' },
    { id: "total", name: "Total", formula: "Sum([Sales])" },
  ],
  groupings: [
    { id: "g1", keys: ["region"], calculations: [], sort: [] },
    { id: "g2", keys: ["month"], calculations: ["total"], sort: [] },
  ],
  summaries: [],
  filters: [],
  sort: [],
  limit: null,
};

const schema: readonly ResultColumn[] = [
  column("region", "text"),
  { ...column("month", "date"), grain: "day", format: { kind: "date", datePattern: "month" } },
  column("total", "number"),
];

function column(id: string, type: ResultColumn["type"]): ResultColumn {
  return { key: id, columnId: id, name: id, type, level: "g2", formula: `[${id}]` };
}

function resultOf(columns: string[], level = "g2"): RunData["result"] {
  const id = "5b0c4e6e-57cb-4b0e-8f0b-0d6a7a8f3e11";
  const view = { worksheetId: "w1", level, columns };
  const rest = { columns: [], rowCount: 1, truncated: false, asOf: "2026-01-01", elapsedMs: 1 };
  return { resultId: id, label: "r1", worksheetId: "w1", worksheet, view, sourceId: id, sourceName: "Orders", ...rest };
}

const cells: readonly Cell[] = ["East", "2026-03-01", 7];

test("a row stands for the keys of its group, told in the reader's words", () => {
  expect(behindRow(resultOf(["region", "month", "total"]), schema, (position) => cells[position], "en-US")).toEqual({
    keys: [
      { columnId: "region", value: "East" },
      { columnId: "month", value: "2026-03-01" },
    ],
    words: "East, Mar 2026",
  });
});

test("a row that does not show all of its keys says nothing of its group, nor does one that is not there yet", () => {
  const without = schema.filter(({ columnId }) => columnId !== "region");
  expect(behindRow(resultOf(["month", "total"]), without, (position) => cells[position + 1], "en-US")).toBeNull();
  expect(behindRow(resultOf(["region", "month"]), schema, () => undefined, "en-US")).toBeNull();
});

test("a mark stands for its keys, an empty one too; a list of rows has nothing behind it", () => {
  const mark = { keys: [{ columnId: "region", value: null }], seriesColumnId: "total", range: null };
  expect(behindMark(mark, schema, "en-US")).toEqual({ keys: mark.keys, words: "(empty)" });
  expect(hasBehind(resultOf(["region"], "base"))).toBe(false);
  expect(hasBehind(resultOf(["total"], "summary"))).toBe(true);
});

test("values are read by the formula of a key, never of a calculation", () => {
  const loading = { state: "loading" } as const;
  expect(valuesFormulaOf("month", worksheet, loading)).toBe('DateTrunc("month", [Order Date])');
  expect(valuesFormulaOf("Total", worksheet, loading)).toBeNull();
  expect(valuesFormulaOf("Channel", worksheet, loading)).toBeNull();
});
