import "server-only";

/**
 * SQL expressions over whole numbers that DuckDB and PostgreSQL compute alike: the sample is the same rows in both.
 * Every argument is SQL text of ours.
 */

/** Whole part of a division of numbers that are not negative. DuckDB's `/` is exact here: both sides stay below 2^53. */
export function divide(dividend: string, divisor: string | number): string {
  return `CAST(((${dividend}) - (${dividend}) % ${divisor}) / ${divisor} AS BIGINT)`;
}

/** A whole number from 0 to below `bound` that looks random; the same for the same seed and salt. Seeds stay below 10^9. */
export function random(seed: string, salt: number, bound: number | string): string {
  const linear = `((${seed}) * 48271 + ${salt * 1_000_003}) % 2147483647`;
  return `((${linear}) * ((${linear}) + 3) % 2147483629 % ${bound})`;
}

/** Whole cents as an exact amount of money. */
export function money(cents: string): string {
  return `CAST((${cents}) * CAST(0.01 AS DECIMAL(3, 2)) AS DECIMAL(12, 2))`;
}

export function dayAfter(start: string, days: string): string {
  return `(DATE '${start}' + CAST(${days} AS INTEGER))`;
}

/** A row of constants per item, numbered from 0, to be joined with. */
export function list(
  name: string,
  columns: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): string {
  const values = rows.map((row, index) => `(${[index, ...row].map(constant).join(", ")})`);
  return `(VALUES ${values.join(", ")}) AS ${name}(n, ${columns.join(", ")})`;
}

function constant(value: string | number): string {
  return typeof value === "number" ? `CAST(${value} AS BIGINT)` : `'${value.replaceAll("'", "''")}'`;
}
