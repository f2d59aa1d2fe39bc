import { describe, expect, test } from "vitest";
import { checkFormula } from "#lib/formula/check";
import type { CustomFunction } from "#lib/formula/checked";
import { checkCustomFunction, findCustomFunctionUsers } from "#lib/formula/custom-function";
import { hoverAt, signatureAt, suggest } from "#lib/formula/suggest";
import type { FormulaType } from "#lib/formula/types";
import { testScope } from "./scope.ts";

function make(name: string, formula: string, types: Readonly<Record<string, FormulaType>> = {}): CustomFunction {
  const operands = Object.entries(types).map(([argument, type]) => ({ name: argument, type }));
  return { name, description: "", arguments: operands, formula };
}

const margin = make("Margin", "([Price] - [Cost]) / [Price]", { Price: "number", Cost: "number" });
const codesOf = (draft: CustomFunction, others: readonly CustomFunction[] = []) =>
  checkCustomFunction(draft, others).diagnostics.map(({ field, code }) => `${field}: ${code}`);

describe("the type of a custom function", () => {
  test.each([
    ["number", "[A] * 2", { A: "number" }],
    ["text", 'Upper([A]) & "!"', { A: "text" }],
    ["date", 'DateTrunc("month", [A])', { A: "date" }],
    ["logical", "[A] Or [B]", { A: "logical", B: "logical" }],
    ["variant", "Array([A], 1)", { A: "text" }],
    ["number", "Number([A].price) + Number([A].tax)", { A: "variant" }],
    ["number", "Sum([A]) / Count()", { A: "number" }],
    ["number", "Pi()", {}],
  ] as const)("is %s of %s", (type, formula, types) => {
    expect(checkCustomFunction(make("Mine", formula, types), [])).toEqual({ type, diagnostics: [] });
  });

  test("comes through other custom functions", () => {
    const draft = make("Doubled", "Margin([P], 1) * 2", { P: "number" });
    expect(checkCustomFunction(draft, [margin])).toEqual({ type: "number", diagnostics: [] });
  });

  test("is wanted: a formula that is always Null has none", () => {
    expect(codesOf(make("Mine", "Null"))).toEqual(["formula: no_type"]);
  });
});

describe("the name of a custom function", () => {
  test.each(["margin", "2Margin", "", "Net Margin", "Net_Margin", "Marge€", "M".repeat(65), "Größe"])(
    "may not be %j",
    (name) => {
      expect(codesOf(make(name, "1"))).toEqual(["name: invalid_name"]);
    },
  );

  test.each(["Sum", "SUM", "Ndv", "Substring", "Not", "True", "Null", "Item", "Negate", "Length", "Vlookup", "Case"])(
    "is not %s, a word of the language or of its habits",
    (name) => {
      expect(codesOf(make(name, "1"))).toEqual(["name: reserved_name"]);
    },
  );

  test("is unique without regard to case", () => {
    expect(codesOf(make("MARGIN", "1"), [margin])).toEqual(["name: name_taken"]);
    expect(codesOf(make("Margin2", "1"), [margin])).toEqual([]);
  });
});

describe("the arguments of a custom function", () => {
  const withArguments = (...operands: CustomFunction["arguments"]): CustomFunction => ({
    ...make("Mine", "1"),
    arguments: operands,
  });

  test("have names that may stand in brackets", () => {
    expect(codesOf(withArguments({ name: "Größe in m", type: "number" }))).toEqual([]);
    for (const name of ["", " A", "A ", "A/B", "A]", "1st", "a\nb"]) {
      expect(codesOf(withArguments({ name, type: "number" })), name).toEqual(["arguments: invalid_name"]);
    }
  });

  test("differ without regard to case, and the diagnostic says which", () => {
    const draft = withArguments({ name: "Price", type: "number" }, { name: "price", type: "number" });
    expect(checkCustomFunction(draft, []).diagnostics).toMatchObject([{ code: "name_taken", argument: 1 }]);
  });

  test("have a type, and there are at most twenty", () => {
    expect(codesOf(withArguments({ name: "A", type: "unknown" }))).toEqual(["arguments: argument_type"]);
    const many = Array.from({ length: 21 }, (_one, index) => ({ name: `A${index}`, type: "number" as const }));
    expect(codesOf(withArguments(...many))).toEqual(["arguments: too_many_arguments"]);
  });
});

describe("the formula of a custom function", () => {
  test("sees its arguments and nothing else", () => {
    expect(codesOf(make("Mine", "[Sales]", { A: "number" }))).toEqual(["formula: unknown_column"]);
    expect(codesOf(make("Mine", "Lookup([Orders/A], [A], [Orders/B])", { A: "number" }))).toContain(
      "formula: unknown_column",
    );
  });

  test("has typed arguments, and spans count in it", () => {
    const { diagnostics } = checkCustomFunction(make("Mine", "1 + Left([A], 2)", { A: "number" }), []);
    expect(diagnostics[0]).toMatchObject({ code: "argument_type", span: { from: 9, to: 12 }, field: "formula" });
  });

  test("may be wrong in several places, or not there", () => {
    expect(codesOf(make("Mine", "[X] + [Y]"))).toEqual(["formula: unknown_column", "formula: unknown_column"]);
    expect(codesOf(make("Mine", "")).length).toBe(1);
    expect(codesOf(make("Mine", "Sum(")).length).toBeGreaterThan(0);
  });
});

describe("recursion", () => {
  const messages = (draft: CustomFunction, others: readonly CustomFunction[] = []) =>
    checkCustomFunction(draft, others)
      .diagnostics.filter(({ code }) => code === "recursion")
      .map(({ message }) => message);

  test("of a function that uses itself, in any case and at any depth", () => {
    expect(messages(make("Loop", "Abs(1 + loop(1))", { A: "number" }))).toEqual([
      "The custom function Loop uses itself.",
    ]);
  });

  test("of functions that use each other", () => {
    const beta = make("Beta", "Gamma([A])", { A: "number" });
    const gamma = make("Gamma", "Alpha([A])", { A: "number" });
    expect(messages(make("Alpha", "Beta([A])", { A: "number" }), [beta, gamma])).toEqual([
      "These custom functions use each other in a circle: Alpha → Beta → Gamma → Alpha.",
    ]);
  });

  test("is no fault of one that is used twice", () => {
    expect(codesOf(make("Twice", "Margin([A], 1) + Margin(2, [A])", { A: "number" }), [margin])).toEqual([]);
  });

  test("is told in a formula too, whatever was saved", () => {
    const scope = testScope([make("One", "Two()"), make("Two", "One()")]);
    const [found] = checkFormula("One()", scope).diagnostics;
    expect(found).toMatchObject({
      code: "recursion",
      message: "These custom functions use each other in a circle: One → Two → One.",
    });
  });
});

describe("functions that use a changed one", () => {
  const user = make("NetMargin", "margin([P], 1) - 0.1", { P: "number" });

  test("are found by its name", () => {
    expect(findCustomFunctionUsers("Margin", [user, make("Other", '"Margin("')])).toEqual([user]);
  });

  test("are named in a warning when they would break", () => {
    expect(checkCustomFunction(margin, [user]).diagnostics).toEqual([]);
    const { type, diagnostics } = checkCustomFunction({ ...margin, formula: '"a"' }, [user]);
    expect(type).toBe("text");
    expect(diagnostics).toMatchObject([{ code: "breaks_user", severity: "warning", field: "formula" }]);
    expect(diagnostics[0]?.message).toContain("NetMargin");
  });
});

describe("in the editor", () => {
  const shown: CustomFunction = { ...margin, description: "Share of profit." };
  const scope = testScope([shown, { ...make("Secret", "1"), isHidden: true }]);

  test("a custom function is offered with its label", () => {
    const [item] = suggest("Marg", 4, scope).items;
    expect(item).toMatchObject({ kind: "custom", insert: "Margin()", detail: "Custom · Margin(Price, Cost)" });
  });

  test("a hidden one is not offered, but works", () => {
    expect(suggest("Secr", 4, scope).items).toEqual([]);
    expect(checkFormula("Secre()", scope).diagnostics[0]?.message).not.toContain("Secret");
    expect(checkFormula("Secret()", scope).type).toBe("number");
  });

  test("its arguments have help, and columns of their type come first", () => {
    expect(signatureAt("Margin(1, ", 10, [shown])).toMatchObject({
      name: "Margin",
      activeIndex: 1,
      active: { name: "Cost" },
    });
    expect(hoverAt("margin(1, 2)", 2, scope)?.title).toBe("Margin(Price, Cost)");
    const named = testScope([make("Shout", "[A]", { A: "text" })]);
    expect(suggest("Shout([", 7, named).items[0]?.label).toBe("Region");
  });
});
