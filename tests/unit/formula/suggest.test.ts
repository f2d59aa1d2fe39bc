import { describe, expect, test } from "vitest";
import { hoverAt, signatureAt, suggest } from "#lib/formula/suggest";
import { testScope } from "./scope.ts";

const scope = testScope([
  { name: "Margin", description: "Share of profit.", arguments: [{ name: "Price", type: "number" }], formula: "1" },
]);

/** `|` is the cursor. */
function at(marked: string) {
  return { text: marked.replace("|", ""), position: marked.indexOf("|") };
}

const labels = (marked: string) => {
  const { text, position } = at(marked);
  return suggest(text, position, scope).items.map(({ label }) => label);
};

describe("suggestions", () => {
  test("of functions by what was typed", () => {
    expect(labels("Cou|")[0]).toBe("Count");
    expect(labels("Cou|")).toContain("CountDistinct");
    expect(labels("Marg|")).toEqual(["Margin"]);
  });

  test("of columns in brackets, also unclosed", () => {
    expect(labels("Sum([Sa|")).toEqual(["Sales"]);
    expect(labels("Sum([|").toSorted()).toEqual([
      "Order Date",
      "Quantity",
      "Ratio",
      "Region",
      "Returned",
      "Sales",
      "Tags",
    ]);
  });

  test("of columns, the wanted type first", () => {
    expect(labels("Year(|")[0]).toBe("Order Date");
    expect(labels("Upper([|")[0]).toBe("Region");
  });

  test("of words that an argument may be", () => {
    expect(labels('DateTrunc("|')).toEqual(expect.arrayContaining(["year", "month"]));
    expect(labels('DateTrunc("mo|')).toEqual(["month", "week_starting_monday"]);
  });

  test("of columns of other sources, with and without spaces around the slash", () => {
    const external = {
      ...scope,
      names: [...scope.names, { path: ["Order Lines", "Net Sales"], type: "number" as const }],
    };
    for (const typed of ["[Order Lines/Ne", "[order lines / ne", "[Order Lines/", "[net"]) {
      const { items } = suggest(`Lookup(${typed}`, 7 + typed.length, external);
      expect(items.map(({ insert }) => insert)).toContain("[Order Lines/Net Sales]");
    }
  });

  test("inside of a broken formula, with other separators too", () => {
    expect(labels('If([Sale] > ; DateTrunc("q|')).toEqual(["quarter"]);
    expect(labels("Left([Region]; Qu|)")[0]).toBe("Quantity");
    expect(labels("COUNTD([Re|")).toEqual(["Region", "Returned"]);
  });

  test("put the cursor between the brackets", () => {
    const { items, replace } = suggest("1 + Su", 6, scope);
    expect(replace).toEqual({ from: 4, to: 6 });
    expect(items[0]).toMatchObject({ label: "Sum", insert: "Sum()", cursor: 4 });
  });
});

test.each([
  ["DateAdd(|", "DateAdd", 0, "unit"],
  ['DateAdd("day", |', "DateAdd", 1, "amount"],
  ['DateAdd("day", Abs([Sales]), |', "DateAdd", 2, "date"],
  ["If([Returned], Sum(|", "Sum", 0, "column"],
  ["Left([Region], 1)|", null, 0, null],
  ['Concat("a, (b", |', "Concat", 1, "text"],
])("signature help in %s", (marked, name, index, active) => {
  const { text, position } = at(marked);
  const help = signatureAt(text, position);
  expect(help?.name ?? null).toBe(name);
  if (help !== null) expect([help.activeIndex, help.active?.name]).toEqual([index, active]);
});

test("hover tells what a word is", () => {
  expect(hoverAt("sum([Sales])", 1, scope)).toMatchObject({ span: { from: 0, to: 3 }, title: "Sum(column)" });
  expect(hoverAt("sum([Sales])", 6, scope)).toMatchObject({ span: { from: 4, to: 11 }, title: "[Sales]: number" });
  expect(hoverAt("Margin(1)", 2, scope)).toMatchObject({ title: "Margin(Price)", text: "Share of profit." });
  expect(hoverAt("1 + 1", 0, scope)).toBeNull();
});
