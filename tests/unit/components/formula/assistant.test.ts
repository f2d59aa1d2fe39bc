import { describe, expect, test } from "vitest";
import { checkerFixes } from "#components/formula/assistant/checker-fixes";
import { compare } from "#components/formula/assistant/formula-text";
import { readAssist } from "#components/formula/assistant/read-assist";
import type { RunPart } from "#lib/contract/run-chunks";
import { previewScope, previewWorksheetId } from "#lib/worksheet/formula-preview";
import { shopSources } from "#tests/support/shop";

const place = {
  worksheetId: previewWorksheetId,
  level: "own",
  scope: previewScope("orders", { sources: shopSources, customFunctions: [], weekStart: "sunday" }),
} as const;

describe("the checker's own fixes", () => {
  test("one fix that mends the formula stands alone", () => {
    expect(checkerFixes("Sum([Salez])", place)).toEqual([
      { formula: "Sum([Sales])", changes: [expect.stringContaining("Sales")], isSound: true },
    ]);
  });

  test("of several, all at once come first, and each by itself says that problems remain", () => {
    const [all, ...single] = checkerFixes("Summ([Salez]) + 1", place);
    expect(all).toMatchObject({ formula: "Sum([Sales]) + 1", isSound: true });
    expect(all?.changes).toHaveLength(2);
    expect(single.map(({ formula, isSound }) => [formula, isSound])).toEqual(
      expect.arrayContaining([
        ["Sum([Salez]) + 1", false],
        ["Summ([Sales]) + 1", false],
      ]),
    );
  });

  test("a sound formula and one that nothing mends have none", () => {
    expect(checkerFixes("Sum([Sales])", place)).toEqual([]);
    expect(checkerFixes("Sum([Nothing of the kind])", place)).toEqual([]);
  });

  test("of many mistakes all are mended first, some are offered by themselves, and what is too long waits for the run", () => {
    const many = Array.from({ length: 40 }, () => "IFNULL([Salez], 0)").join(" + ");
    const [all, ...single] = checkerFixes(many, place);
    expect(all).toMatchObject({ formula: many.replaceAll("IFNULL([Salez]", "Coalesce([Sales]"), isSound: true });
    expect(single.length).toBeLessThan(8);
    expect(checkerFixes(`${"[Salez] + ".repeat(6_000)}1`, place)).toEqual([]);
  });
});

describe("a formula against the one before it", () => {
  const marked = (before: string, after: string): string =>
    compare(before, after)
      .map(({ text, change }) => (change === "gone" ? `-${text}-` : change === "new" ? `+${text}+` : text))
      .join("");

  test.each([
    ["Sum([A])", "Sum([A])", "Sum([A])"],
    ["COUNTD([Order ID])", "CountDistinct([Order ID])", "-COUNTD-+CountDistinct+([Order ID])"],
    ["[A]", "Round([A], 2)", "+Round(+[A]+, 2)+"],
    ["[A] + [B]", "[A] - [C]", "[A] -+-+-+ -[B]-+[C]+"],
    ["", "[A]", "+[A]+"],
  ])("%s → %s", (before, after, expected) => {
    expect(marked(before, after)).toBe(expected);
  });

  test("both can be read back, however long they are", () => {
    const before = Array.from({ length: 400 }, (_, index) => `[A${index}]`).join(" + ");
    const after = Array.from({ length: 400 }, (_, index) => `[A${index * 2}]`).join(" - ");
    const parts = compare(before, after);
    const textOf = (...kinds: string[]): string =>
      parts
        .filter(({ change }) => kinds.includes(change))
        .map(({ text }) => text)
        .join("");
    expect(textOf("kept", "gone")).toBe(before);
    expect(textOf("kept", "new")).toBe(after);
  });
});

test("a run is read by what its parts are for, and a wait that is over is not told", () => {
  const waiting: RunPart = { type: "data-notice", id: "queue", data: { code: "queued", message: "Waiting." } };
  const started: RunPart = { type: "data-notice", id: "queue", data: { code: "started", message: "Started." } };
  const progress = { step: "asking", message: "Asking the model.", discarded: 1 } as const;
  const parts: RunPart[] = [
    waiting,
    { type: "data-formula-progress", id: "progress", data: progress },
    { type: "text", text: "In short." },
  ];
  expect(readAssist(parts)).toMatchObject({ progress, prose: "In short.", candidates: [], verdict: null });
  expect(readAssist(parts).notice).toMatchObject({ code: "queued" });
  expect(readAssist([...parts, started]).notice).toBeNull();
});
