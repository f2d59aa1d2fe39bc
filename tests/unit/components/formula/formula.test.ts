import { describe, expect, test } from "vitest";
import { completionEdit } from "#components/formula/completion-edit";
import { findAgain, findFix } from "#components/formula/fixes";
import { checkText, namesAt } from "#components/formula/formula-place";
import { describeChecked } from "#components/formula/formula-status";
import { argumentTypeName, signatureParts } from "#components/formula/function-words";
import type { Diagnostic } from "#lib/formula/diagnostic";
import { describeSignature } from "#lib/formula/functions/definition";
import { findFunction, functionTable } from "#lib/formula/functions/table";
import { type Suggestion, signatureAt, suggest } from "#lib/formula/suggest";
import { previewScope, previewWorksheetId } from "#lib/worksheet/formula-preview";
import { shopSources } from "#tests/support/shop";

const place = {
  worksheetId: previewWorksheetId,
  level: "own",
  scope: previewScope("orders", { sources: shopSources, customFunctions: [], weekStart: "sunday" }),
} as const;

/** The text with `|` at the cursor after its first suggestion, or the one of that name, was taken. */
function complete(written: string, label?: string): string {
  const position = written.indexOf("|");
  const text = written.replace("|", "");
  const { replace, items } = suggest(text, position, namesAt(place));
  const taken = items.find((item) => label === undefined || item.label === label);
  if (taken === undefined) throw new Error(`nothing fits ${written}`);
  const { span, insert, cursor } = completionEdit(text, replace, taken);
  const result = text.slice(0, span.from) + insert + text.slice(span.to);
  return `${result.slice(0, cursor)}|${result.slice(cursor)}`;
}

describe("taking a completion", () => {
  test.each([
    ["a function opens its brackets", "datetr|", "DateTrunc(|)"],
    ["brackets that stand there are kept", "su|([Sales])", "Sum(|[Sales])"],
    ["a column takes over the bracket that was closed for it", "Sum([|])", "Sum([Sales]|)"],
    ["a column half written is replaced whole", "Sum([Sa|])", "Sum([Sales]|)"],
    ["a column without its bracket gets one", "Sum([Sa|", "Sum([Sales]|"],
    ["a value replaces its quotes", 'DateTrunc("mon|", [Ordered])', 'DateTrunc("month"|, [Ordered])'],
    ["a value is written with quotes", "DateTrunc(|", 'DateTrunc("year"|'],
    ["what stands behind stays", "Sum(sal|) * 2", "Sum([Sales]|) * 2"],
  ])("%s", (_name, before, after) => {
    const label = after.includes("[Sales]|") ? "Sales" : undefined;
    expect(complete(before, label)).toBe(after);
  });

  test("a call before other brackets with a space keeps them too", () => {
    const suggestion: Suggestion = { kind: "function", label: "Sum", insert: "Sum()", cursor: 4, detail: "" };
    expect(completionEdit("su (1)", { from: 0, to: 2 }, suggestion)).toEqual({
      span: { from: 0, to: 2 },
      insert: "Sum",
      cursor: 5,
    });
  });
});

describe("what is known of a text", () => {
  test.each([
    ["", "Nothing written yet"],
    ["Upper([Region])", "Gives Text, a value for each row"],
    ["Sum([Sales])", "Gives Number, one value of all rows"],
    ["Sum([Sales]", "1 problem"],
    ["[Nope] + [Neither]", "2 problems"],
  ])("%s", (text, words) => {
    expect(describeChecked(checkText(text, place))).toBe(words);
  });
});

describe("fixes", () => {
  const fix = { title: "Mend", edits: [] };
  const diagnostic = (code: string, from: number, to: number, more: Partial<Diagnostic> = {}): Diagnostic => ({
    code,
    severity: "error",
    message: code,
    span: { from, to },
    ...more,
  });

  test("the one at the cursor, else the nearest, is applied first", () => {
    const list = [diagnostic("a", 0, 2, { fix }), diagnostic("b", 4, 8), diagnostic("c", 9, 12, { fix })];
    expect(findFix(list, 1)?.code).toBe("a");
    expect(findFix(list, 7)?.code).toBe("c");
    expect(findFix([diagnostic("b", 4, 8)], 5)).toBeNull();
  });

  test("one that is gone is not applied to what took its place", () => {
    expect(findAgain([diagnostic("b", 0, 2, { fix })], diagnostic("a", 0, 2, { fix }))).toBeNull();
    expect(findAgain([diagnostic("a", 5, 7, { fix })], diagnostic("a", 0, 2, { fix }))?.span.from).toBe(5);
  });
});

describe("functions in words", () => {
  test("signatures in parts read as everywhere else", () => {
    for (const definition of functionTable.values()) {
      const parts = signatureParts(definition, null);
      expect(parts.map(({ text }) => text).join("")).toBe(describeSignature(definition));
    }
  });

  test.each([
    ["SumIf([Sales], |", "SumIf(column, <condition>, [condition], …)"],
    ["SumIf([Sales], True, |", "SumIf(column, condition, [<condition>], …)"],
    ["Left([Region], |", "Left(text, <count>)"],
    ["If(True, 1, False, |", "If(condition, value, [condition, <value>], …, [else])"],
  ])("the argument at the cursor is marked: %s", (written, expected) => {
    const position = written.indexOf("|");
    const help = signatureAt(written.replace("|", ""), position);
    const definition = findFunction(help?.name ?? "");
    if (help === null || help.active === null || definition === undefined) throw new Error("no call there");
    const parts = signatureParts(definition, { argument: help.active, index: help.activeIndex });
    expect(parts.map(({ text, isActive }) => (isActive ? `<${text}>` : text)).join("")).toBe(expected);
  });

  test("types", () => {
    expect(argumentTypeName(["number", "date"])).toBe("Number or Date");
    expect(argumentTypeName("T")).toBe("Any type");
  });
});

test("the names of a place are read once, however many keys are pressed there", () => {
  const { names } = namesAt(place);
  checkText("[Slaes] + 1", place);
  expect(namesAt(place).names).toBe(names);
});
