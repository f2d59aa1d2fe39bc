import type { Precision } from "./types.ts";

const integerDigits: Readonly<Record<string, number>> = {
  tinyint: 3,
  utinyint: 3,
  smallint: 5,
  int2: 5,
  usmallint: 5,
  integer: 10,
  int: 10,
  int4: 10,
  uinteger: 10,
  bigint: 19,
  int8: 19,
  ubigint: 20,
  hugeint: 38,
  uhugeint: 38,
};
const floatingTypes: ReadonlySet<string> = new Set(["double", "double precision", "float", "float4", "float8", "real"]);

/** How an engine's column type holds numbers, e.g. `DECIMAL(12,2)`, `bigint`, `double precision`; undefined for other types. */
export function precisionOf(nativeType: string | undefined): Precision | undefined {
  const type = nativeType?.trim().toLowerCase() ?? "";
  const digits = integerDigits[type];
  if (digits !== undefined) return { kind: "integer", digits, scale: 0 };
  if (floatingTypes.has(type)) return { kind: "double" };
  const decimal = /^(?:decimal|numeric)\s*(?:\(\s*(\d+)\s*(?:,\s*(\d+)\s*)?\))?$/.exec(type);
  if (decimal === null) return undefined;
  const [, width, scale] = decimal;
  return { kind: "decimal", digits: Math.min(Number(width ?? 38), 38), scale: Number(scale ?? 0) };
}
