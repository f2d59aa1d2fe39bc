import { readFile } from "node:fs/promises";
import { z } from "zod";

const cell = z.union([z.string(), z.number(), z.boolean(), z.null()]);
/** A type of the language, or one of the engines' numeric types: they differ in how exactly they hold a number. */
const columnType = z.union([
  z.enum(["text", "number", "date", "logical", "variant", "integer", "bigint", "double"]),
  z.templateLiteral(["decimal(", z.int(), ",", z.int(), ")"]),
]);

const vectorSchema = z.object({
  formula: z.string(),
  /** One value, or a list for a formula that gives one per row or per group. Dates are ISO without zone. */
  expect: z.json(),
  /** A small table that the formula reads; without it there is one row and no column. */
  columns: z.array(z.string()).optional(),
  rows: z.array(z.array(cell)).optional(),
  /** Names of columns to group by, outermost first: the formula is computed for each group, groups in the order of their names. */
  by: z.array(z.string()).min(1).optional(),
  /** Numbers are compared digit by digit and `expect` has them as text. */
  exact: z.boolean().optional(),
  /** Names of columns; `-name` descends. */
  sort: z.array(z.string()).optional(),
  /** Types of the columns where the values do not tell. */
  types: z.record(z.string(), columnType).optional(),
  timeZone: z.string().optional(),
  weekStart: z.enum(["sunday", "monday"]).optional(),
  asOf: z.string().optional(),
});

/** A formula with what it must give. */
export type Vector = z.infer<typeof vectorSchema>;
export type VectorColumnType = z.infer<typeof columnType>;

/** Reads a file of one vector a line; empty lines and lines that begin with // are left out. */
export async function readVectors(path: string): Promise<readonly Vector[]> {
  const lines = (await readFile(path, "utf8")).split("\n");
  return lines.flatMap((line, index) => {
    if (line.trim() === "" || line.startsWith("//")) return [];
    try {
      return [vectorSchema.parse(JSON.parse(line))];
    } catch (cause) {
      throw new Error(`${path}, line ${index + 1} is not a vector.`, { cause });
    }
  });
}

const isoDate = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?$/;

/** The type of each column: as told, else that of its values; texts that are ISO dates throughout are dates. */
export function columnTypes({ columns = [], rows = [], types = {} }: Vector): readonly VectorColumnType[] {
  return columns.map((name, index) => {
    const values = rows.map((row) => row[index] ?? null).filter((value) => value !== null);
    return types[name] ?? typeOf(values);
  });
}

function typeOf(values: readonly (string | number | boolean)[]): VectorColumnType {
  if (values.length > 0 && values.every((value) => typeof value === "boolean")) return "logical";
  if (values.length > 0 && values.every((value) => typeof value === "string" && isoDate.test(value))) return "date";
  return values.some((value) => typeof value === "string") ? "text" : "number";
}
