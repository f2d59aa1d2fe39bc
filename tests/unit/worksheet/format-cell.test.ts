import { describe, expect, it } from "vitest";
import { type CellColumn, formatCell } from "#lib/worksheet/format-cell";
import type { Cell } from "#lib/worksheet/result";

const number: CellColumn = { type: "number" };
const date: CellColumn = { type: "date", grain: "day" };

describe("formatCell", () => {
  it.each<[string, Cell, CellColumn, string]>([
    ["groups digits", 1234567.891, number, "1,234,567.89"],
    ["keeps every digit of a decimal in text", "12345678901234567890.25", number, "12,345,678,901,234,567,890.25"],
    ["keeps small numbers visible", 0.0004567, number, "0.000457"],
    ["shows that a number is not whole", 4.0031, number, "4.00"],
    ["leaves whole numbers whole", 4, number, "4"],
    ["does not group years", 2025, { type: "number", name: "Order Year" }, "2025"],
    ["does not group identifiers", 1234567, { type: "number", name: "Order ID" }, "1234567"],
    ["shows a null as nothing", null, number, ""],
    ["shows text that is no number as it is", "NaN", number, "NaN"],
    ["percent", 0.1234, { type: "number", format: { kind: "percent" } }, "12.3%"],
    ["percent with decimals", 0.12, { type: "number", format: { kind: "percent", decimals: 2 } }, "12.00%"],
    ["currency", -1234.5, { type: "number", format: { kind: "currency", currency: "EUR" } }, "-€1,234.50"],
    [
      "whole currency",
      1234.5,
      { type: "number", format: { kind: "currency", currency: "USD", decimals: 0 } },
      "$1,235",
    ],
    ["compact", 1_240_000, { type: "number", format: { kind: "number", compact: true } }, "1.2M"],
    ["a day", "2026-10-31", date, "Oct 31, 2026"],
    ["a moment", "2026-10-31T23:30:00", { type: "date", grain: "time" }, "Oct 31, 2026, 11:30 PM"],
    ["a month", "2026-10-01", { ...date, format: { kind: "date", datePattern: "month" } }, "Oct 2026"],
    ["a quarter", "2026-10-01", { ...date, format: { kind: "date", datePattern: "quarter" } }, "Q4 2026"],
    ["a year", "2026-01-01", { ...date, format: { kind: "date", datePattern: "year" } }, "2026"],
    ["text that is no date", "soon", date, "soon"],
    ["logical", true, { type: "logical" }, "True"],
    ["text", "East", { type: "text" }, "East"],
  ])("%s", (_, cell, column, expected) => {
    expect(formatCell(cell, column, "en-US")).toBe(expected);
  });

  it("follows the locale", () => {
    expect(formatCell(1234567.5, number, "de-DE")).toBe("1.234.567,50");
    expect(formatCell("2026-10-31", date, "de-DE")).toBe("31. Okt. 2026");
  });

  it("takes the organization's currency when the format names none", () => {
    const column: CellColumn = { type: "number", format: { kind: "currency" } };
    expect(formatCell(5, column, "en-US", { currency: "GBP" })).toBe("£5.00");
  });

  it("shortens for axes", () => {
    const column: CellColumn = { type: "number", format: { kind: "currency", currency: "USD", decimals: 2 } };
    expect(formatCell(1_500_000, column, "en-US", { compact: true })).toBe("$1.5M");
    expect(formatCell(2025, { type: "number", name: "Year" }, "en-US", { compact: true })).toBe("2025");
  });
});
