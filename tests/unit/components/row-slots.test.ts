import { describe, expect, it } from "vitest";
import { firstInOrder, rowBase, slotsInOrder } from "#components/table/row-slots";

const slots = 30;
const at = (first: number, start: number) => slotsInOrder(first, first + 28, slots, start);
const order = (first: number, start: number) => at(first, start).map(({ slot }) => slot);

describe("the slots of a table's rows", () => {
  it("stand in the rows' order while nothing moves", () => {
    expect(at(47, 47).map(({ row }) => row)).toEqual(Array.from({ length: 28 }, (_, index) => 47 + index));
  });

  it("hold each row that stays in sight, and give those of rows that left to others", () => {
    const before = new Map(at(100, 100).map(({ row, slot }) => [row, slot]));
    const after = at(105, 100);
    for (const { row, slot } of after) if (before.has(row)) expect(slot).toBe(before.get(row));
    expect(new Set(after.map(({ slot }) => slot)).size).toBe(28);
  });

  it("keep their order in the document while rows move, so that none is taken out and put in again", () => {
    const turn = (slot: number) => (slot - (100 % slots) + slots) % slots;
    for (const first of [100, 101, 117, 163, 92, 5_000_003]) {
      const seen = order(first, 100).map(turn);
      expect(seen, `${first}`).toEqual(seen.toSorted((left, right) => left - right));
    }
  });

  it("come into the rows' order again when they stand still", () => {
    expect(firstInOrder(100, 163, true)).toBe(100);
    expect(firstInOrder(100, 163, false)).toBe(163);
  });

  it("are placed from a row nearby, whatever number it has", () => {
    expect(rowBase(9_999_999)).toBe(9_999_000);
    expect(9_999_999 - rowBase(9_999_999)).toBeLessThan(1_000);
  });
});
