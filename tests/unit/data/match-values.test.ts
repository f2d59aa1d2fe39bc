import { describe, expect, it } from "vitest";
import { editDistance, matchValues } from "#lib/data/match-values";
import { csvCell } from "#lib/worksheet/csv-cell";

describe("matchValues", () => {
  const values = ["West", "East", "Midwest", "West Coast", "Zürich", "Phones", "Office Supplies"];
  it.each([
    ["west", ["West"], "whole"],
    ["zurich", ["Zürich"], "whole"],
    ["phone", ["Phones"], "whole"],
    ["coast", ["West Coast"], "word"],
    ["offi", ["Office Supplies"], "prefix"],
    ["suplies", ["Office Supplies"], "near"],
    ["wets", ["West", "West Coast"], "near"],
    ["north", [], undefined],
    ["", [], undefined],
  ])("%j", (word, expected, fit) => {
    const found = matchValues(values, word);
    expect(found.map((match) => match.value)).toEqual(expected);
    expect(found[0]?.fit).toBe(fit);
  });
});

describe("editDistance", () => {
  it.each([
    ["", "", 0],
    ["abc", "abc", 0],
    ["abc", "acb", 1],
    ["abc", "ab", 1],
    ["kitten", "sitting", 3],
  ])("%j to %j", (left, right, distance) => expect(editDistance(left, right)).toBe(distance));
});

describe("csvCell", () => {
  it.each([
    [null, ""],
    [-1.5, "-1.5"],
    ["-12345678901234567890.5", "-12345678901234567890.5"],
    ["-1+2", "'-1+2"],
    ["=A1", "'=A1"],
    ["\t=A1", "'\t=A1"],
    ["a\nb", '"a\nb"'],
    [true, "true"],
  ])("%j", (cell, text) => expect(csvCell(cell)).toBe(text));
});
