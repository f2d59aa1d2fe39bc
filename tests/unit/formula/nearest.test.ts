import { expect, it } from "vitest";
import { findNearestOf, prepareCandidates } from "#lib/formula/nearest";
import { createRandom } from "#tests/support/random";

const columns = Array.from({ length: 200 }, (_, index) => `Measure ${index + 1} of group ${(index % 9) + 1}`);
const words = [
  "Sales",
  "Sale",
  "Profit",
  "Order Date",
  "Order Id",
  "Ship Date",
  "Region",
  "Sub-Category",
  "Sales Target",
];
const candidates = prepareCandidates([...columns, ...words]);

it("finds the same names first, however few are asked for", () => {
  const random = createRandom(7);
  const asked = [...columns.slice(0, 40), ...words, "MesureOfTheGroupByRegion", "date", "sale", "x", ""];
  for (const name of asked) {
    const at = random.integer(0, name.length);
    const written = `${name.slice(0, at)}${"aeo r12"[random.integer(0, 6)] ?? ""}${name.slice(at + 1)}`;
    const all = findNearestOf(written, candidates, candidates.length);
    for (const limit of [1, 3, 10])
      expect(findNearestOf(written, candidates, limit), written).toEqual(all.slice(0, limit));
  }
});

it("orders names that are as near by their letters", () => {
  expect(findNearestOf("measure 1 of group", prepareCandidates(["measure 3 of group", "measure 2 of group"]))).toEqual([
    "measure 2 of group",
    "measure 3 of group",
  ]);
});
