import type { Vector } from "./vectors.ts";

type Json = Vector["expect"];

/** Whether a value is what was expected; numbers agree to a millionth of their size. */
export function isExpected(expected: Json, got: Json): boolean {
  if (typeof expected === "number" && typeof got === "number") return isClose(expected, got);
  if (Array.isArray(expected) && Array.isArray(got)) {
    return expected.length === got.length && expected.every((item, index) => isExpected(item, got[index] ?? null));
  }
  if (isRecord(expected) && isRecord(got)) {
    const keys = Object.keys(expected);
    return (
      keys.length === Object.keys(got).length &&
      keys.every((key) => isExpected(expected[key] ?? null, got[key] ?? null))
    );
  }
  return expected === got;
}

function isClose(expected: number, got: number): boolean {
  return (
    Math.abs(expected - got) <= 1e-6 * Math.max(Math.abs(expected), Math.abs(got)) || Math.abs(expected - got) < 1e-12
  );
}

function isRecord(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
