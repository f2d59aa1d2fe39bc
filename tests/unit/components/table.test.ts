import { describe, expect, it } from "vitest";
import { cellText, copyCells } from "#components/table/copy-cells";
import { type CellRange, isInRange, type KeyPress, moveRange } from "#components/table/selection";

const size = { rowCount: 100, columnCount: 4, rowsPerPage: 10 };
const at = (row: number, column: number): CellRange => ({ anchor: { row, column }, active: { row, column } });
const press = (key: string, held: Partial<KeyPress> = {}): KeyPress => ({
  key,
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  ...held,
});

describe("walking through a table", () => {
  it.each<[string, KeyPress, CellRange]>([
    ["an arrow goes one cell", press("ArrowDown"), at(6, 1)],
    ["a page goes as far as is seen", press("PageDown"), at(15, 1)],
    ["Home goes to the row's first cell", press("Home"), at(5, 0)],
    ["Ctrl goes to the edge", press("ArrowDown", { ctrlKey: true }), at(99, 1)],
    ["⌘ End goes to the last cell", press("End", { metaKey: true }), at(99, 3)],
    ["nothing leads beyond the edge", press("PageUp"), at(0, 1)],
  ])("%s", (_, key, expected) => {
    expect(moveRange(at(5, 1), key, size)).toEqual(expected);
  });

  it("Shift extends from where the range began", () => {
    const range = moveRange(at(5, 1), press("ArrowRight", { shiftKey: true }), size);
    expect(range).toEqual({ anchor: { row: 5, column: 1 }, active: { row: 5, column: 2 } });
    expect(range !== null && isInRange(range, { row: 5, column: 2 })).toBe(true);
    expect(range !== null && isInRange(range, { row: 6, column: 2 })).toBe(false);
  });

  it("leaves other keys to the page", () => {
    expect(moveRange(at(5, 1), press("Tab"), size)).toBeNull();
  });
});

describe("copying cells", () => {
  it("writes lines and tabs in reading order, whichever way the range was drawn", () => {
    const range = { anchor: { row: 1, column: 1 }, active: { row: 0, column: 0 } };
    expect(copyCells(range, (row, column) => `${row}${column}`)).toBe("00\t01\n10\t11");
  });

  it.each<[string | number | null, string]>([
    ["=1+1", "'=1+1"],
    ["@SUM(A1)", "'@SUM(A1)"],
    ["-12.5", "-12.5"],
    [-3, "-3"],
    ["a\tb\nc", "a b c"],
    [null, ""],
  ])("%j becomes %j", (cell, expected) => {
    expect(cellText(cell)).toBe(expected);
  });
});
