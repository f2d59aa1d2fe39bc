import { describe, expect, test } from "vitest";
import { checkFormula } from "#lib/formula/check";
import { functionTable } from "#lib/formula/functions/table";
import { applyFix } from "./apply-fix.ts";
import { testScope } from "./scope.ts";

const scope = testScope();

describe("types", () => {
  test.each([
    ["[Sales] * 2", "number"],
    ['[Region] & "x"', "text"],
    ["[Order Date]", "date"],
    ['DateTrunc("month", [Order Date])', "date"],
    ["[Sales] > 1 And [Returned]", "logical"],
    ["If([Returned], Null, [Region])", "text"],
    ["Null", "null"],
    ["Array(1)[0]", "variant"],
    ["[Tags].a", "variant"],
    ["[Period].start", "date"],
    ["Max([Region])", "text"],
    ["Coalesce(Null, [Sales])", "number"],
  ])("%s is %s", (text, type) => {
    expect(checkFormula(text, scope)).toMatchObject({ type, diagnostics: [] });
  });

  test.each([
    ['DateTrunc("month", [Order Date])', "day"],
    ['DateTrunc("hour", [Order Date])', "time"],
    ["Today()", "day"],
    ['Date("2024-01-31")', "day"],
    ['Date("2024-01-31 10:00:00")', "time"],
    ["[Order Date]", "time"],
    ['DateAdd("hour", 1, Today())', "time"],
  ])("%s has the grain %s", (text, grain) => {
    expect(checkFormula(text, scope).grain).toBe(grain);
  });

  test.each([
    ["[Sales] + 1.25", { kind: "decimal", digits: 13, scale: 2 }],
    ["[Quantity] * [Quantity]", { kind: "decimal", digits: 20, scale: 0 }],
    ["Sum([Quantity])", { kind: "integer", digits: 22, scale: 0 }],
    ["[Sales] / 2", { kind: "double" }],
    ["[Ratio] + 1", { kind: "double" }],
    ["Round([Sales], 1)", { kind: "decimal", digits: 13, scale: 1 }],
  ])("%s is held as %o", (text, precision) => {
    expect(checkFormula(text, scope).precision).toEqual(precision);
  });
});

describe("mistakes, by code, place and message", () => {
  test.each<[string, string, number, number, string, string | null]>([
    [
      "Left(1, 2)",
      "argument_type",
      5,
      6,
      "Argument 1 invalid for function Left. Expected text; received number.",
      "Left(Text(1), 2)",
    ],
    [
      "[Region] + 1",
      "argument_type",
      0,
      8,
      "Argument 1 invalid for function +. Expected number; received text.",
      "Number([Region]) + 1",
    ],
    [
      '[Order Date] > "2024-01-01"',
      "argument_type",
      15,
      27,
      "Argument 2 invalid for function >. Expected date; received text.",
      '[Order Date] > Date("2024-01-01")',
    ],
    ["[Sale]", "unknown_column", 0, 6, "Unknown column [Sale]. Did you mean [Sales]?", "[Sales]"],
    ["[Zzzzzzzzz]", "unknown_column", 0, 11, "Unknown column [Zzzzzzzzz]", null],
    [
      "COUNTD([Region])",
      "unknown_function",
      0,
      6,
      'Unknown function "COUNTD". Did you mean CountDistinct?',
      "CountDistinct([Region])",
    ],
    [
      "IIF([Returned], 1, 2)",
      "unknown_function",
      0,
      3,
      'Unknown function "IIF". Did you mean If?',
      "If([Returned], 1, 2)",
    ],
    ["Summ([Sales])", "unknown_function", 0, 4, 'Unknown function "Summ". Did you mean Sum?', "Sum([Sales])"],
    ["Length([Region])", "unknown_function", 0, 6, 'Unknown function "Length". Did you mean Len?', "Len([Region])"],
    ["[Broken] + 1", "errored_reference", 0, 8, "Reference to errored column: [Broken]", null],
    ["[Circle]", "cycle", 0, 8, "There is a cycle in this element's dependencies", null],
    [
      'DateTrunc("months", [Order Date])',
      "argument_value",
      10,
      18,
      'Argument 1 invalid for function DateTrunc. Expected one of "year", "quarter", "month", "week", "day", "hour", "minute", "second", "week_starting_sunday", "week_starting_monday"; received "months".',
      'DateTrunc("month", [Order Date])',
    ],
    [
      "DateTrunc([Region], [Order Date])",
      "literal_required",
      10,
      18,
      'Argument 1 of DateTrunc must be written as one of "year", "quarter", "month", "week", "day", "hour", "minute", "second", "week_starting_sunday", "week_starting_monday".',
      null,
    ],
    [
      "Sum()",
      "argument_count",
      0,
      3,
      "Wrong number of arguments for function Sum: none given. Write Sum(column).",
      null,
    ],
    [
      "Sum(Sum([Sales]))",
      "nested_aggregate",
      4,
      16,
      "Sum cannot contain another aggregate (Sum). Give the inner one a column of its own in a grouping and refer to that column.",
      "(Sum([Sales]))",
    ],
    [
      "GrandTotal(1 + 1)",
      "aggregate_missing",
      0,
      10,
      "GrandTotal needs an aggregate, for example GrandTotal(Sum([Sales])).",
      "GrandTotal(Sum(1 + 1))",
    ],
    [
      "123456789012345678901234567890123456789",
      "number_too_large",
      0,
      39,
      "A number may have at most 38 digits.",
      null,
    ],
    [
      'RegexpMatch([Region], "(a")',
      "invalid_pattern",
      22,
      26,
      'This regular expression cannot be used: a "(" has no ")".',
      null,
    ],
    [
      'RegexpMatch([Region], "(?=a)")',
      "invalid_pattern",
      22,
      29,
      "This regular expression cannot be used: look-around, named groups and options inside a pattern are not available.",
      null,
    ],
    [
      'ConvertTimezone([Order Date], "Mars/Base")',
      "argument_value",
      30,
      41,
      'There is no time zone "Mars/Base". Names are like "Europe/Berlin" or "UTC".',
      null,
    ],
    [
      "PercentileCont([Sales], 2)",
      "argument_value",
      24,
      25,
      "The percentile is a number between 0 and 1, written as a literal.",
      null,
    ],
    [
      'If(True, 1, "a")',
      "argument_type",
      12,
      15,
      "Argument 3 invalid for function If. Expected number; received text.",
      'If(True, 1, Number("a"))',
    ],
  ])("%s", (text, code, from, to, message, mended) => {
    const { expression, diagnostics } = checkFormula(text, scope);
    expect(expression).toBeNull();
    expect(diagnostics.map((one) => [one.code, one.span.from, one.span.to, one.message])).toEqual([
      [code, from, to, message],
    ]);
    const fix = diagnostics[0]?.fix;
    expect(fix === undefined ? null : applyFix(text, fix)).toBe(mended);
    if (mended !== null) expect(checkFormula(mended, scope).diagnostics).toEqual([]);
  });

  test("several at once, in order", () => {
    const { diagnostics } = checkFormula("Sum([Sale]) + Left([Sales], 1) + nope(1)", scope);
    expect(diagnostics.map(({ code }) => code)).toEqual(["unknown_column", "argument_type", "unknown_function"]);
  });

  test("is deterministic", () => {
    const text = "Sum([Sale]) + foo([x]; 1";
    expect(checkFormula(text, scope)).toEqual(checkFormula(text, scope));
  });
});

describe("custom functions", () => {
  const margin = {
    name: "Margin",
    description: "",
    arguments: [
      { name: "Price", type: "number" as const },
      { name: "Cost", type: "number" as const },
    ],
    formula: "([Price] - [Cost]) / [Price]",
  };
  const loop = {
    name: "Loop",
    description: "",
    arguments: [{ name: "X", type: "number" as const }],
    formula: "Loop([X]) + 1",
  };
  const grow = {
    name: "Grow",
    description: "",
    arguments: [{ name: "X", type: "number" as const }],
    formula: "[X] + [X] + [X] + [X]",
  };
  const custom = testScope([margin, loop, grow]);

  test("expand with their arguments, in any case", () => {
    const { expression, type } = checkFormula("margin([Sales], 10)", custom);
    expect(type).toBe("number");
    expect(expression).toMatchObject({ kind: "call", name: "/", span: { from: 0, to: 19 } });
  });

  test("check their arguments", () => {
    expect(checkFormula('Margin("a", 1)', custom).diagnostics.map(({ code }) => code)).toEqual(["argument_type"]);
    expect(checkFormula("Margin(1)", custom).diagnostics.map(({ code }) => code)).toEqual(["argument_count"]);
  });

  test("may not recurse nor grow without end", () => {
    expect(checkFormula("Loop(1)", custom).diagnostics.map(({ code }) => code)).toEqual(["recursion"]);
    const nested = `${"Grow(".repeat(40)}1${")".repeat(40)}`;
    expect(checkFormula(nested, custom).diagnostics.map(({ code }) => code)).toContain("too_large");
  });

  test("do not see the columns of the source", () => {
    const sneaky = testScope([{ ...margin, formula: "[Sales]" }]);
    expect(checkFormula("Margin(1, 2)", sneaky).diagnostics.map(({ code }) => code)).toEqual(["custom_function"]);
  });
});

describe("the function table", () => {
  test.each(
    [...functionTable.values()]
      .filter(({ isInternal }) => isInternal !== true)
      .map(({ name, example }) => [name, example]),
  )("%s has an example that reads as its call", (name, example) => {
    expect(example?.toLowerCase()).toContain(name.toLowerCase());
    const { diagnostics } = checkFormula(example ?? "", scope);
    const unexpected = diagnostics.filter(({ code }) => code !== "unknown_column");
    expect(unexpected).toEqual([]);
  });
});

describe("arrays and records are not compared", () => {
  test.each([
    "In([Tags], [Tags])",
    "Switch([Tags], [Tags], 1)",
    "NullIf([Tags], [Tags])",
    "Between([Tags], [Tags], [Tags])",
    "Greatest([Tags], [Tags])",
    "LeastNonNull([Tags], [Tags])",
    "CountDistinct([Tags])",
    'ListAggDistinct([Tags], ",")',
    "PercentileDisc([Tags], 0.5)",
    "Rank([Tags])",
    "RowNumber([Tags])",
    "Ntile(2, [Tags])",
    "CumulativeMax([Tags])",
  ])("%s wants a conversion, and the fix writes it", (formula) => {
    const [found] = checkFormula(formula, scope).diagnostics;
    expect(found).toMatchObject({ code: "argument_type" });
    expect(found?.message).toContain("received variant");
  });

  test.each(["Coalesce([Tags], Array(1))", "If([Returned], [Tags], Array())", "Choose(1, [Tags])", "Count([Tags])"])(
    "%s only passes them on",
    (formula) => {
      expect(checkFormula(formula, scope).diagnostics).toEqual([]);
    },
  );
});
