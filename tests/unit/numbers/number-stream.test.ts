import { describe, expect, test } from "vitest";
import { parseReference } from "#lib/numbers/reference";
import { byRegion, scopeOf, statusesOf, tell } from "./scope.ts";

describe("references", () => {
  test.each([
    ["{{r1:1.sales}}", "$1,236,540.25"],
    ["{{r1:2.margin}}", "20.5%"],
    ["{{r1:1.orders}}", "8,123"],
    ['{{r1:"West".sales}}', "$987,654.50"],
    ['{{r2:"2026-08-01".sales}}', "$389,000.40"],
    ['{{r2:"2026-08".sales}}', "$389,000.40"],
    ['{{r2:"Aug 2026".sales}}', "$389,000.40"],
    ["{{r1:total.sales}}", "$3,167,695.50"],
    ["{{r2:3.month}}", "Sep 2026"],
    ["{{f1}}", "25.2%"],
    ["{{delta r1:1.sales r1:2.sales}}", "$248,885.75"],
    ["{{growth r1:1.sales r1:2.sales}}", "25.2%"],
    ["{{ratio r1:1.sales r1:2.sales}}", "1.25"],
    ["{{share r1:1.sales}}", "39.0%"],
    ["{{share r1:1.sales r1:total.sales}}", "39.0%"],
    ["{{sum r1:1.sales r1:2.sales}}", "$2,224,194.75"],
    ["{{mean r1:1.orders}}", "5,175.25"],
    ["{{rank r1:2.sales}}", "2"],
  ])("%s is %s", (reference, shown) => {
    const { text, numbers } = tell(`It is ${reference}.`);
    expect(text).toBe(`It is [${shown}](#number-n1).`);
    expect(numbers).toMatchObject([{ id: "n1", text: shown, status: "proved", reference: reference.slice(2, -2) }]);
  });

  test("a reference carries where it comes from", () => {
    expect(tell("{{r1:1.sales}}").numbers).toMatchObject([
      { label: "Sales of East", definition: "Sum([Sales])", resultId: byRegion.resultId },
    ]);
  });

  test("names are shown as text, with their Markdown harmless", () => {
    const poisoned = {
      ...byRegion,
      rows: {
        ...byRegion.rows,
        columns: [["[x](http://evil.test)", "West", "South", "Central"], ...byRegion.rows.columns.slice(1)],
      },
    };
    expect(tell("{{r1:1.region}} led.", scopeOf({ results: [poisoned] })).text).toBe("\\[x\\](http://evil.test) led.");
  });

  test.each([
    "{{r9:1.sales}}",
    "{{r1:9.sales}}",
    "{{r1:1.nothing}}",
    "{{total}}",
    "{{drop table}}",
    "{{r1:total.margin}}",
    "{{f9}}",
    "{{r1:1.sales",
  ])("%s proves nothing", (reference) => {
    expect(tell(`It is ${reference}`).numbers).toMatchObject([{ status: "unverified", text: "(no number)" }]);
  });

  test("the grammar", () => {
    expect(parseReference('delta r2:"a \\"b\\""|"2025".x_1 f4')).toEqual({
      operation: "delta",
      cells: [
        { kind: "labels", result: "r2", labels: ['a "b"', "2025"], key: "x_1" },
        { kind: "fact", id: "f4" },
      ],
    });
    for (const text of ["", "r1", "r1:1", "r1:1.a r1:2.a", "delta r1:1.a r1:2.a r1:3.a", "avg r1:1.a", "r1:1.a;"])
      expect(parseReference(text), text).toBeNull();
  });
});

describe("digits", () => {
  test.each([
    "East made $1,236,540.25.",
    "East made 1.24 million.",
    "East made $1.2 M.",
    "East made 1,236,540 dollars.",
    "East sold about 1,240,000.",
    "West has a margin of 20.5%.",
    "West has a margin of 21 percent.",
    "South lost 3.1 %.",
    "South has a margin of -3.1%.",
    "There are 4 regions.",
    "In all, 3.17 million were sold.",
    "East leads West by 25.2 %.",
    "West came to 987,655.",
  ])("%s is matched", (prose) => {
    expect(statusesOf(prose)).toEqual(["matched"]);
  });

  test.each([
    "East made $1,236,940.25.",
    "East made 1.42 million.",
    "East made 1.24 billion.",
    "West has a margin of 25.1%.",
    "South gained 3.1 %.",
    "West made $1,236,540.",
    "There are 7 regions.",
    "It grew by 12 %.",
    "In 2019 it was more.",
    "East made -1,236,540.",
  ])("%s is not verified", (prose) => {
    expect(statusesOf(prose)).toEqual(["unverified"]);
  });

  test.each([
    "1. East leads.\n2. West follows.",
    "The top 4 regions in Q3 2026.",
    "On September 12 it rose.",
    "The 3rd is last.",
    "The top 3 regions led.",
    "At 10:30 it ended.",
    "Nothing to count here.",
  ])("%s makes no claim", (prose) => {
    expect(tell(prose)).toEqual({ text: prose, numbers: [] });
  });

  test("German readers write otherwise", () => {
    const scope = scopeOf({ locale: "de-DE", currency: "EUR" });
    expect(tell("{{r1:1.sales}}", scope).text).toContain("1.236.540");
    expect(statusesOf("Osten: 1.236.540,25 €. Und 20,5 % in West.", scope)).toEqual(["matched", "matched"]);
    expect(statusesOf("Umsatz 1,24 Mio. im Osten", scope)).toEqual(["matched"]);
    expect(statusesOf("Umsatz 1,42 Mio. im Osten", scope)).toEqual(["unverified"]);
  });

  test("a right value under a wrong name is caught, references too, at the end of the sentence", () => {
    expect(statusesOf("West led with {{r1:1.sales}}. South follows.")).toEqual(["unverified"]);
    expect(statusesOf("West led with {{f1}}.")).toEqual(["unverified"]);
    expect(statusesOf("East led with {{r1:1.sales}}, ahead of West with {{r1:2.sales}}.")).toEqual([
      "proved",
      "proved",
    ]);
  });
});

describe("two names and two numbers", () => {
  test.each([
    "East led with {{r1:2.sales}}, ahead of West with {{r1:1.sales}}.",
    "East made 0.99 million and West 1.24 million.",
    "We sold 1.24 million in West and 0.99 million in East.",
    "East sold 6,120 orders for {{r1:2.sales}}, West 8,123 for {{r1:1.sales}}.",
    "East and West made 0.99 million and 1.24 million respectively.",
  ])("exchanged: %s", (prose) => {
    expect(new Set(statusesOf(prose))).toEqual(new Set(["unverified"]));
  });

  test.each([
    "East led with {{r1:1.sales}}, ahead of West with {{r1:2.sales}}.",
    "East made 1.24 million, {{growth r1:1.sales r1:2.sales}} above West with 0.99 million.",
    "Ahead of West, East made 1.24 million against 0.99 million.",
    "East's 1.24 million exceed the 0.99 million of West.",
    "We sold 1.24 million in East and 0.99 million in West.",
    "East and West made 1.24 million and 0.99 million respectively.",
    "Of 3.17 million, East made 1.24 million and West 0.99 million.",
  ])("in their places: %s", (prose) => {
    expect(statusesOf(prose)).not.toContain("unverified");
  });
});

describe("the stream", () => {
  const prose = `East led with {{r1:1.sales}}, {{growth r1:1.sales r1:2.sales}} above West (987,655).
1. South lost 3.1 % on September 12, 2026 - see [here](http://evil.test) or [fake](#number-n1).
Total {{r1:total.sales}} in 4 regions, 12 % more than in 2019. Name: {{r1:3.region}} {{bad}}.`;

  test("tells the same whatever the pieces, and never shows half a reference", () => {
    const whole = tell(prose);
    for (const length of [1, 2, 3, 5, 7, 11, 23]) {
      const told = tell(prose, scopeOf(), length);
      expect(told, `pieces of ${length}`).toEqual(whole);
    }
    expect(whole.text).not.toMatch(/[{}]/);
    expect(whole.text).not.toMatch(/\]\((?!#number-n\d+\))/);
    expect(whole.text).toContain("[fake] (#number-n1)");
  });

  test("what makes no number is not held back for long", () => {
    const { text } = tell("Words, words and more words", scopeOf(), 1);
    expect(text).toBe("Words, words and more words");
  });
});
