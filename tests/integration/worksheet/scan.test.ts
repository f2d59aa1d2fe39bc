import { describe, expect, test } from "vitest";
import { AskbookError } from "#lib/errors";
import type { Source } from "#lib/worksheet/worksheet";
import { draft, formulaColumn, groupBy } from "#tests/support/drafts";
import { prepare, runBoth } from "#tests/support/run-worksheet";
import { orderLinesSource, ordersSource, shopSources, shopTables } from "#tests/support/shop";
import { type TestTable, useTwoEngines } from "#tests/support/two-engines";

const moments: TestTable = {
  name: "moments",
  columns: { 'odd " name': "TIMESTAMPTZ", day: "DATE", small: "SMALLINT", label: "VARCHAR" },
  rows: [
    ["2024-03-30 23:30:00+00", "2024-03-30", 32000, "a"],
    ["2024-03-31 01:30:00+00", "2024-03-31", 32000, "a"],
    ["2024-06-30 22:30:00+00", "2024-06-30", 1, "b"],
    [null, null, null, null],
  ],
};
const engines = useTwoEngines([...shopTables, moments]);

const shared = { description: "", neverSend: false, hidden: false };
const source: Source = {
  ...orderLinesSource,
  id: "moments",
  name: "Moments",
  table: { catalog: null, schema: null, name: "moments" },
  columns: [
    { ...shared, id: 'odd " name', name: "At", type: "date", grain: "time", nativeType: "timestamp with time zone" },
    { ...shared, id: "day", name: "Day", type: "date", grain: "day", nativeType: "DATE" },
    { ...shared, id: "small", name: "Small", type: "number", nativeType: "SMALLINT" },
    { ...shared, id: "label", name: "Label", type: "text", nativeType: "VARCHAR" },
  ],
};
const sources = new Map([...shopSources, ["moments", source]]);

describe("a scan", () => {
  test("shows instants as wall-clock time of the organization, across a change of the clock; days stay", async () => {
    const list = draft({ show: ["At", "Day"], sort: [{ column: "At", direction: "ascending" }] });
    expect(await runBoth(engines, prepare(list, { source, sources }))).toEqual([
      ["2024-03-31 00:30:00", "2024-03-30 00:00:00"],
      ["2024-03-31 03:30:00", "2024-03-31 00:00:00"],
      ["2024-07-01 00:30:00", "2024-06-30 00:00:00"],
      [null, null],
    ]);
  });

  test("widens small integers where they are computed with", async () => {
    const squares = draft({
      columns: [
        formulaColumn("Square = [Small] * [Small] * [Small]"),
        formulaColumn("All = Sum([Square])"),
        formulaColumn("Top = Max([Small]) * 100000"),
      ],
      summaries: ["All", "Top"],
    });
    expect(await runBoth(engines, prepare(squares, { source, sources }))).toEqual([[65536000000001, 3200000000]]);
  });

  test("groups and compares days as they are stored", async () => {
    const byDay = draft({
      columns: [
        formulaColumn('Month = DateTrunc("month", [Day])'),
        formulaColumn("Lines = Count()"),
        formulaColumn("Last = Max([Day])"),
      ],
      groupings: [groupBy(["Month"], ["Lines", "Last"])],
      filters: [{ kind: "formula", formula: '[Day] >= Date("2024-03-31")', level: null }],
    });
    expect(await runBoth(engines, prepare(byDay, { source, sources }))).toEqual([
      ["2024-03-01 00:00:00", 1, "2024-03-31 00:00:00"],
      ["2024-06-01 00:00:00", 1, "2024-06-30 00:00:00"],
    ]);
  });
});

describe("row rules", () => {
  const ruled = (id: string, rowRule: string): ReadonlyMap<string, Source> => {
    const found = shopSources.get(id);
    if (found === undefined) throw new Error(`no source ${id}`);
    return new Map([...shopSources, [id, { ...found, rowRule }]]);
  };
  const lines = draft({ columns: [formulaColumn("Lines = Count()")], summaries: ["Lines"] });

  test("of the base source hold under its model", async () => {
    const found = prepare(lines, { sources: ruled("order_lines", '[region] = "East" Or [region] = "West"') });
    expect(await runBoth(engines, found)).toEqual([[7]]);
  });

  test("ask who is looking, and rows where they are null do not exist", async () => {
    expect(await runBoth(engines, prepare(lines, { sources: ruled("order_lines", "[returned]") }))).toEqual([[3]]);
    const own = ruled("order_lines", 'CurrentUserEmail() = "ada@example.test" And [channel] = "Online"');
    expect(await runBoth(engines, prepare(lines, { sources: own }))).toEqual([[6]]);
  });

  test("of a related source hide its values, not the rows of this one", async () => {
    const byCategory = draft({
      columns: [formulaColumn("Lines = Count()")],
      groupings: [groupBy(["Category"], ["Lines"])],
    });
    const found = prepare(byCategory, { sources: ruled("products", '[Category] = "Lighting"') });
    expect(await runBoth(engines, found)).toEqual([
      ["Lighting", 2],
      [null, 10],
    ]);
  });

  test("hold for Lookup and Rollup too", async () => {
    const rollup = draft({
      columns: [
        formulaColumn("Target = Rollup(Sum([Targets/Target]), [Region], [Targets/Region])"),
        formulaColumn("Highest = Max([Target])"),
      ],
      summaries: ["Highest"],
    });
    expect(await runBoth(engines, prepare(rollup, { sources: ruled("targets", "[Target] < 150") }))).toEqual([[150]]);
  });

  test("with an error shut the source rather than open it", () => {
    const broken = prepare(lines, { sources: ruled("order_lines", "[no such column] = 1") });
    expect(() => broken.compile("duckdb")).toThrow(AskbookError);
  });
});

test("a key that is known to be unique needs no reduction", () => {
  const products = shopSources.get("products");
  if (products === undefined) throw new Error("no products");
  const columns = products.columns.map((column) => ({ ...column, isUnique: column.id === "product_id" }));
  const byCategory = draft({
    columns: [formulaColumn("Lines = Count()")],
    groupings: [groupBy(["Category"], ["Lines"])],
  });
  const known = prepare(byCategory, { sources: new Map([...shopSources, ["products", { ...products, columns }]]) });
  expect(known.compile("duckdb").sql.match(/GROUP BY/g)).toHaveLength(1);
  expect(
    prepare(byCategory)
      .compile("duckdb")
      .sql.match(/GROUP BY/g),
  ).toHaveLength(2);
});

test("names of columns are data, however odd", async () => {
  const odd = draft({
    columns: [
      formulaColumn('Total "; DROP TABLE x; -- = Sum([Sales])'),
      formulaColumn(`${"é".repeat(90)} = Count()`),
      formulaColumn(`${"é".repeat(90)}x = Count() + 1`),
    ],
    summaries: ['Total "; DROP TABLE x; --', "é".repeat(90), `${"é".repeat(90)}x`],
  });
  expect(await runBoth(engines, prepare(odd, { source: ordersSource }))).toEqual([[1256.5, 12, 13]]);
});
