import { describe, expect, it } from "vitest";
import type { DescribedSource } from "#lib/ai/built-in/source";
import { checkQuestion } from "#lib/ai/built-in/suggest/check-question";
import { plainName, pluralOf, rowsOf } from "#lib/ai/built-in/suggest/name-plainly";
import { questionKinds, writeQuestions } from "#lib/ai/built-in/suggest/write-questions";
import type { ColumnDescription } from "#lib/contract/ask-tools";
import { orders } from "./orders.ts";

const questionsOf = (source: DescribedSource, kept?: ReadonlySet<string>): string[] =>
  writeQuestions(source, kept).map(({ question }) => question);

function column(name: string, type: ColumnDescription["type"], distinctCount: number): ColumnDescription {
  return { name, type, description: "", distinctCount };
}

const cars: DescribedSource = {
  ...orders,
  name: "Motor Cars",
  aiContext: "",
  columns: [
    column("Model", "text", 300),
    column("MPG", "number", 90),
    column("Year", "number", 12),
    column("Origin", "text", 3),
    column("Car Id", "number", 400),
    column("Owner [old]", "text", 4),
    column("Column 7", "text", 4),
  ],
};

describe("questions about a source", () => {
  it("come in every kind, and most are understood as they are meant", () => {
    const candidates = writeQuestions(orders);
    expect(new Set(candidates.map(({ kind }) => kind))).toEqual(new Set(questionKinds));
    for (const kind of questionKinds) {
      const understood = candidates.filter(
        (candidate) => candidate.kind === kind && checkQuestion(candidate, "Orders", [orders], new Map()) !== null,
      );
      expect(understood, kind).not.toEqual([]);
    }
  });
  it("have no months where there are only years, and no comparison", () => {
    expect(questionsOf(cars)).toContain("Show average MPG by year");
    expect(questionsOf(cars).join()).not.toMatch(/month|quarter|Compare/);
  });
  it("measure no codes, and name nothing that cannot be read", () => {
    expect(questionsOf(cars).join()).not.toMatch(/car id|old|column 7/i);
    expect(questionsOf(cars)).toContain("How many motor cars are there per origin?");
  });
  it("leave out what may not be named", () => {
    expect(questionsOf(orders, new Set(["Sales", "Region"])).join()).not.toMatch(/sales|region/);
    expect(questionsOf(orders).join()).toMatch(/sales/);
  });
  it("are not made where there is nothing to ask", () => {
    expect(questionsOf({ ...cars, columns: [] })).toEqual([]);
  });
});

describe("checkQuestion", () => {
  const [candidate] = writeQuestions(orders);
  if (candidate === undefined) throw new Error("There is no question.");

  it("gives the worksheet of the question", () => {
    expect(checkQuestion(candidate, "Orders", [orders], new Map())).toMatchObject({ source: "Orders" });
  });
  it("refuses another reading than the one that was meant", () => {
    const other = { ...candidate, expected: { ...candidate.expected, key: "[Rating]" } };
    expect(checkQuestion(other, "Orders", [orders], new Map())).toBeNull();
    const limited = { ...candidate, expected: { ...candidate.expected, limit: 3 } };
    expect(checkQuestion(limited, "Orders", [orders], new Map())).toBeNull();
  });
  it("refuses an answer from another source", () => {
    const twin = { ...orders, name: "Archive" };
    expect(checkQuestion(candidate, "Archive", [orders, twin], new Map())).toBeNull();
  });
  it("refuses when a word turns out to be a value", () => {
    const question = { ...candidate, question: "What are the total sales by category in West?" };
    const found = new Map([["Orders", [{ word: "West", column: "Region", values: ["West"], exact: true }]]]);
    expect(checkQuestion(question, "Orders", [orders], found)).toBeNull();
  });
});

describe("names in a sentence", () => {
  it.each([
    ["Total Sales", "total sales"],
    ["MPG", "MPG"],
    ["Sub-Category", "sub-category"],
    ["iPhone Price", "iPhone price"],
  ])("%s is %s", (name, plain) => {
    expect(plainName(name)).toBe(plain);
  });
  it.each([
    ["city", "cities"],
    ["brand", "brands"],
    ["status", "statuses"],
    ["branch", "branches"],
    ["product names", "product names"],
    ["day", "days"],
  ])("several of %s are %s", (one, several) => {
    expect(pluralOf(one)).toBe(several);
  });
  it.each([
    ["Orders", "orders"],
    ["Support Tickets", "support tickets"],
    ["Staff", "rows"],
    ["q3 export (final)", "rows"],
  ])("rows of %s are %s", (name, rows) => {
    expect(rowsOf(name)).toBe(rows);
  });
});
