import { expect, test } from "vitest";
import type { Cell } from "#lib/worksheet/result";
import type { Source } from "#lib/worksheet/worksheet";
import { runBoth } from "#tests/support/run-worksheet";
import { prepareSheet, type SheetParts, type SheetView } from "#tests/support/sheets";
import { useTwoEngines } from "#tests/support/two-engines";

/** Readings with gaps, month ends of a leap year and the year before, a reading without a time, and one of no place. */
const rows: readonly (readonly [string | null, string | null, number | null])[] = [
  ["2023-02-28 09:00:00", "North", 1],
  ["2023-03-01 08:00:00", "North", 2],
  ["2024-01-29 10:00:00", "North", 3],
  ["2024-01-31 10:15:00", "North", 4],
  ["2024-01-31 10:45:30", "South", 5],
  ["2024-02-28 00:00:00", "South", 6],
  ["2024-02-29 12:00:00", "North", 7],
  ["2024-02-29 13:00:00", "South", 8],
  ["2024-03-31 23:59:59", "North", null],
  ["2025-02-28 01:00:00", "North", 10],
  ["2025-02-28 02:00:00", null, 11],
  [null, "North", 12],
];

const engines = useTwoEngines([
  { name: "readings", columns: { at: "TIMESTAMP", place: "VARCHAR", amount: "INTEGER" }, rows },
]);

const readings: Source = {
  id: "readings",
  connectionId: "connection",
  name: "Readings",
  kind: "table",
  table: { catalog: null, schema: null, name: "readings" },
  description: "",
  aiContext: "",
  endorsement: "none",
  columns: [
    {
      id: "at",
      name: "At",
      type: "date",
      grain: "time",
      nativeType: "TIMESTAMP",
      description: "",
      neverSend: false,
      hidden: false,
    },
    {
      id: "place",
      name: "Place",
      type: "text",
      nativeType: "VARCHAR",
      description: "",
      neverSend: false,
      hidden: false,
    },
    {
      id: "amount",
      name: "Amount",
      type: "number",
      nativeType: "INTEGER",
      description: "",
      neverSend: false,
      hidden: false,
    },
  ],
  metrics: [],
  relationships: [],
};
const sources = new Map([[readings.id, readings]]);

const run = (parts: SheetParts, view: SheetView): Promise<Cell[][]> =>
  runBoth(engines, prepareSheet({ source: { sourceId: "readings" }, ...parts }, view, { sources }));

/** Total and what `lookback` finds, by the start of each period. */
async function by(precision: string, lookback: string): Promise<Record<string, Cell>> {
  const parts: SheetParts = {
    columns: {
      Period: `DateTrunc("${precision}", [At])`,
      Total: "Sum([Amount])",
      Before: `DateLookback([Total], [Period], ${lookback})`,
    },
    groupings: [{ keys: ["Period"], calculations: ["Total", "Before"] }],
  };
  const found = await run(parts, { columns: ["Period", "Before"] });
  return Object.fromEntries(
    found.map(([period, before]) => [String(period).slice(0, precision === "hour" ? 13 : 10), before ?? null]),
  );
}

test("gaps give Null, not the period before the gap", async () => {
  expect(await by("month", '1, "month"')).toEqual({
    "2023-02-01": null,
    "2023-03-01": 1,
    "2024-01-01": null,
    "2024-02-01": 12,
    "2024-03-01": 21,
    "2025-02-01": null,
    null: null,
  });
});

test("a period may be longer than the rows', and amounts look ahead when negative", async () => {
  expect(await by("month", '1, "year"')).toMatchObject({ "2024-02-01": 1, "2024-03-01": 2, "2025-02-01": 21 });
  expect(await by("month", '4, "quarter"')).toMatchObject({ "2024-02-01": 1, "2025-02-01": 21 });
  expect(await by("month", '-1, "month"')).toMatchObject({ "2023-02-01": 2, "2024-02-01": null, "2024-03-01": null });
  expect(await by("month", '0, "month"')).toMatchObject({ "2024-02-01": 21, null: null });
});

test("months keep the day within the month, also over leap days", async () => {
  expect(await by("day", '1, "month"')).toMatchObject({
    "2024-02-29": 3,
    "2024-03-31": 15,
    "2024-02-28": null,
  });
  expect(await by("day", '1, "year"')).toMatchObject({ "2024-02-28": 1, "2024-02-29": 1, "2025-02-28": 6 });
  expect(await by("day", '-1, "month"')).toMatchObject({ "2024-01-31": 15, "2024-01-29": 15 });
});

test("weeks, days and hours are exact; a shorter period than the rows' finds nothing", async () => {
  expect(await by("day", '1, "day"')).toMatchObject({ "2023-03-01": 1, "2024-02-29": 6, "2024-03-31": null });
  expect(await by("week", '1, "week"')).toMatchObject({ "2024-02-25": null, "2024-01-28": null });
  expect(await by("hour", '1, "hour"')).toMatchObject({ "2024-02-29 13": 7, "2025-02-28 02": 10 });
  expect(Object.values(await by("month", '1, "day"')).every((value) => value === null)).toBe(true);
  expect(Object.values(await by("month", '90000, "year"')).every((value) => value === null)).toBe(true);
});

test("it stays within the other keys, in one grouping, in nested ones and in charts", async () => {
  const columns = {
    Month: 'DateTrunc("month", [At])',
    Place: "[Place]",
    Total: "Sum([Amount])",
    Before: 'DateLookback([Total], [Month], 1, "month")',
  };
  const calculations = ["Total", "Before"];
  const shown = { columns: ["Month", "Place", "Before"] };
  const expected = [
    ["2023-03-01 00:00:00", "North", 1],
    ["2024-02-01 00:00:00", "North", 7],
    ["2024-02-01 00:00:00", "South", 5],
    ["2024-03-01 00:00:00", "North", 7],
  ];
  const present = (found: Cell[][]) => found.filter(([, , before]) => before !== null).toSorted();
  const together: SheetParts = { columns, groupings: [{ keys: ["Place", "Month"], calculations }] };
  expect(present(await run(together, shown))).toEqual(expected);
  const nested: SheetParts = { columns, groupings: [{ keys: ["Place"] }, { keys: ["Month"], calculations }] };
  expect(present(await run(nested, { ...shown, level: "g2" }))).toEqual(expected);
  const outside: SheetParts = { columns, groupings: [{ keys: ["Month"] }, { keys: ["Place"], calculations }] };
  expect(present(await run(outside, { ...shown, level: "g2" }))).toEqual(expected);
  const chart = { x: "Month", color: "Place" };
  expect(present(await run(outside, { ...shown, level: "g2", chart }))).toEqual(expected);
  const alone = await run(outside, { columns: ["Month", "Before"], level: "g2", chart: { x: "Month" } });
  expect(alone.find(([month]) => month === "2024-02-01 00:00:00")).toEqual(["2024-02-01 00:00:00", 12]);
});
