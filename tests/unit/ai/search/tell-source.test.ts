import { expect, test } from "vitest";
import type { SourceDescription } from "#lib/ai/search/describe-source";
import { tellSource } from "#lib/ai/search/tell-source";
import type { Source, SourceColumn } from "#lib/worksheet/worksheet";

const column = (name: string, more: Partial<SourceColumn> = {}): SourceColumn => ({
  id: name,
  name,
  type: "number",
  description: "",
  neverSend: false,
  hidden: false,
  ...more,
});

function sourceOf(columns: readonly SourceColumn[]): Source {
  return {
    id: "s",
    connectionId: "c",
    name: "Orders",
    kind: "table",
    description: "",
    aiContext: "",
    endorsement: "none",
    columns: [...columns],
    metrics: [],
    relationships: [],
  };
}

function describedOf(columns: SourceDescription["columns"], aiContext = ""): SourceDescription {
  return {
    ok: true,
    sourceId: "s",
    name: "Orders",
    description: "",
    aiContext,
    asOf: "2026-11-01",
    columns,
    metrics: [],
  };
}

test("a column is one line: its name as formulas write it, its type, what it means and holds", () => {
  const told = tellSource(
    describedOf(
      [
        { name: "Region", type: "text", description: "Where.", distinctCount: 4, examples: ["East", 'a"b'] },
        { name: "Sales", type: "number", description: "Revenue.", unit: "US dollars", min: 1, max: 900 },
        { name: "Email", type: "text", description: "", withheld: true },
        { name: "Brand", type: "text", description: "", relationship: "Products" },
      ],
      "First.\nSecond.",
    ),
    sourceOf([column("Region"), column("Sales"), column("Email")]),
    "anything",
  );
  expect(told.columns).toEqual([
    '[Region] text: Where. · 4 values, such as "East", "a\\"b"',
    "[Sales] number: Revenue. · in US dollars · 1 to 900",
    "[Email] text, withheld",
    "[Products/Brand] text",
  ]);
  expect(told.notes).toEqual(["First.", "Second."]);
  expect(told.omittedColumns).toBeUndefined();
});

test("what a model shows of a relationship under its own name is told once", () => {
  const told = tellSource(
    describedOf([
      { name: "Brand", type: "text", description: "" },
      { name: "Brand", type: "text", description: "", relationship: "Products" },
      { name: "Price", type: "number", description: "", relationship: "Products" },
    ]),
    sourceOf([column("Brand", { formula: "[Products/Brand]" })]),
    "",
  );
  expect(told.columns).toEqual(["[Brand] text", "[Products/Price] number"]);
});

test("of a wide source the columns that fit the question are told whole, the rest by name, and what is left out is counted", () => {
  const long = "What it is about, at some length, again and again. ".repeat(3);
  const columns = Array.from({ length: 400 }, (_, index) => ({
    name: index === 399 ? "Shipping cost" : `Measure number ${index}`,
    type: "number" as const,
    description: long,
  }));
  const told = tellSource(
    describedOf(columns),
    sourceOf([...columns.map(({ name }) => column(name)), column("Unlisted")]),
    "What did shipping cost?",
  );
  const size = told.columns.reduce((sum, line) => sum + line.length, 0);
  expect(size).toBeLessThanOrEqual(7_000);
  expect(told.columns.at(-1)).toContain("[Shipping cost] number: What it is about");
  expect(told.columns[0]).toBe("[Measure number 0] number");
  expect(told.omittedColumns).toBe(401 - told.columns.length);
});
