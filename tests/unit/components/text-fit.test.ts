// @vitest-environment jsdom
import { afterEach, beforeEach, expect, it, vi } from "vitest";

/** Widths of a typeface: narrow ones and wide ones. */
const pixels: Readonly<Record<string, number>> = { i: 3, m: 12, "1": 5, "4": 8 };
const measured = vi.fn((text: string) => ({ width: pixels[text] ?? 7 }));
/** Characters whose part of the typeface is not there yet. */
let missing = "";

beforeEach(() => {
  vi.resetModules();
  measured.mockClear();
  missing = "";
  Object.assign(document, { fonts: { check: (_font: string, text = " ") => !missing.includes(text) } });
  vi.spyOn(HTMLCanvasElement.prototype, "getContext").mockImplementation(
    () => ({ font: "", measureText: measured }) as never,
  );
});

afterEach(() => void vi.restoreAllMocks());

async function load() {
  return (await import("#components/table/text-fit")).surelyFits;
}

it("adds up what the characters take, and leaves a little", async () => {
  const surelyFits = await load();
  expect(surelyFits("immi", 33)).toBe(true);
  expect(surelyFits("immi", 31)).toBe(false);
  expect(surelyFits("", 10)).toBe(true);
});

it("takes every figure for the widest, since they are set in one width", async () => {
  const surelyFits = await load();
  expect(surelyFits("1111", 34)).toBe(false);
  expect(surelyFits("1111", 35)).toBe(true);
});

it("takes the sign of a negative number for a figure, since it has their width", async () => {
  const surelyFits = await load();
  expect(surelyFits("-1", 18)).toBe(false);
  expect(surelyFits("-1", 19)).toBe(true);
});

it("is sure of no text whose characters change with their neighbours", async () => {
  const surelyFits = await load();
  expect(surelyFits("مرحبا", 1_000)).toBe(false);
  expect(surelyFits("e\u0301", 1_000)).toBe(false);
  expect(surelyFits("👩‍👧", 1_000)).toBe(false);
  expect(surelyFits("Zürich – 4 €", 1_000)).toBe(true);
});

it("is sure of nothing before the typeface is there, and then measures each character once", async () => {
  const surelyFits = await load();
  missing = " mi";
  expect(surelyFits("mi", 1_000)).toBe(false);
  missing = "";
  expect(surelyFits("mimi", 1_000)).toBe(true);
  expect(surelyFits("immi", 1_000)).toBe(true);
  expect(measured).toHaveBeenCalledTimes(2);
});

it("is not sure of letters whose part of the typeface comes later than the rest", async () => {
  const surelyFits = await load();
  missing = "ěř";
  expect(surelyFits("Petr", 1_000)).toBe(true);
  expect(surelyFits("Petře", 1_000)).toBe(false);
  missing = "";
  expect(surelyFits("Petře", 1_000)).toBe(true);
});
