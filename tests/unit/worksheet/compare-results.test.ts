import { expect, test } from "vitest";
import { compareResults } from "#lib/worksheet/compare-results";
import type { Cell, ResultColumn, ResultRows } from "#lib/worksheet/result";

const column = (key: string, isAggregate: boolean): ResultColumn => ({
  key,
  columnId: key,
  name: key,
  type: isAggregate ? "number" : "text",
  level: "groups",
  formula: `[${key}]`,
  ...(isAggregate ? { isAggregate } : {}),
});
const schema = [column("region", false), column("sales", true)];
const rows = (...list: readonly (readonly Cell[])[]): ResultRows[] => [
  {
    offset: 0,
    rowCount: list.length,
    columns: [0, 1].map((index) => list.map((row) => row[index] ?? null)),
  },
];
const told = (before: ResultRows[], after: ResultRows[], of = schema) =>
  compareResults(of, before, after, 10).changes.map(({ kind, labels, cells }) => [
    kind,
    labels.map(({ cell }) => cell),
    cells.map((cell) => [cell.before, cell.after]),
  ]);

test("the order of rows and the last digits of sums are no difference", () => {
  expect(told(rows(["East", 0.1 + 0.2], ["West", 2]), rows(["West", 2], ["East", 0.3]))).toEqual([]);
});

test("a row whose measure is another is changed, others came or went", () => {
  expect(told(rows(["East", 1], ["West", 2], ["South", 3]), rows(["East", 1], ["West", 5], ["North", 3]))).toEqual([
    ["changed", ["West"], [[2, 5]]],
    ["removed", ["South"], []],
    ["added", ["North"], []],
  ]);
});

test("rows that stand several times are counted", () => {
  const plain = [column("region", false), column("product", false)];
  expect(told(rows(["East", "A"], ["East", "A"]), rows(["East", "A"]), plain)).toEqual([
    ["removed", ["East", "A"], []],
  ]);
});

test("a null is a value, and what is too much is counted and not listed", () => {
  expect(told(rows(["East", null]), rows(["East", 0]))).toEqual([["changed", ["East"], [[null, 0]]]]);
  const many = rows(...Array.from({ length: 30 }, (_, index) => [`R${index}`, index]));
  const comparison = compareResults(schema, many, rows(), 10);
  expect(comparison.differenceCount).toBe(30);
  expect(comparison.changes).toHaveLength(10);
});
