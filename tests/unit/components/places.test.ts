import { expect, it } from "vitest";
import { findPlaces } from "#components/frame/places";

const labels = (reach: Parameters<typeof findPlaces>[0]): string[] => findPlaces(reach).map(({ label }) => label);

it("lists in the rail what can be used", () => {
  expect(labels({ canAsk: true, canSeeWorkbooks: true, canSeeData: true })).toEqual([
    "Home",
    "Ask",
    "Workbooks",
    "Data",
  ]);
  expect(labels({ canAsk: false, canSeeWorkbooks: false, canSeeData: true })).toEqual(["Home", "Data"]);
  expect(labels({ canAsk: false, canSeeWorkbooks: false, canSeeData: false })).toEqual([]);
});
