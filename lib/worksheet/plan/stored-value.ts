import type { DialectName } from "../../sql/dialect.ts";
import { dialects } from "../../sql/dialect.ts";
import { parameter, raw, type SqlFragment, sql } from "../../sql/fragment.ts";
import type { SourceColumn } from "../worksheet.ts";
import type { Narrow } from "./relation.ts";

type StoredContext = { readonly dialect: DialectName; readonly timeZone: string };

const narrowIntegers: ReadonlySet<string> = new Set(
  "tinyint utinyint smallint int2 usmallint integer int int4 uinteger".split(" "),
);
const narrowFloats: ReadonlySet<string> = new Set(["float", "float4", "real"]);
const texts: ReadonlySet<string> = new Set(["text", "varchar", "character varying"]);

/** How a stored column becomes one of our types: instants as wall-clock time of the organization, narrow types as they are. */
export function storedValue(column: SourceColumn, value: SqlFragment, context: StoredContext): SqlFragment {
  const type = nativeName(column);
  const { types } = dialects[context.dialect];
  if (type.startsWith("timestamptz") || /with time zone$/.test(type)) {
    return sql`(${value} AT TIME ZONE ${parameter(context.timeZone)})`;
  }
  const wanted = castOf(column, type, types, context.dialect);
  return wanted === undefined ? value : sql`CAST(${value} AS ${raw(wanted)})`;
}

/** How a column is held that needs widening before arithmetic. */
export function narrowOf(column: SourceColumn): Narrow | undefined {
  const type = nativeName(column);
  if (column.type === "date" && type === "date") return "day";
  return column.type === "number" && narrowIntegers.has(type) ? "integer" : undefined;
}

export function widen(value: SqlFragment, narrow: Narrow | undefined, dialect: DialectName): SqlFragment {
  if (narrow === undefined) return value;
  const { types } = dialects[dialect];
  return sql`CAST(${value} AS ${raw(narrow === "day" ? types.date : types.integer)})`;
}

/** Whether the column can be read as it is. */
export function isStoredPlainly(column: SourceColumn, dialect: DialectName): boolean {
  const type = nativeName(column);
  if (type.startsWith("timestamptz") || /with time zone$/.test(type)) return false;
  return castOf(column, type, dialects[dialect].types, dialect) === undefined;
}

function nativeName(column: SourceColumn): string {
  return column.nativeType?.trim().toLowerCase() ?? "";
}

function castOf(
  column: SourceColumn,
  type: string,
  types: (typeof dialects)[DialectName]["types"],
  dialect: DialectName,
): string | undefined {
  const name = type.replace(/\(.*$/, "").trim();
  if (narrowOf(column) !== undefined) return undefined;
  switch (column.type) {
    case "date":
      return name === "timestamp" || name === "timestamp without time zone" ? undefined : types.date;
    case "number":
      if (narrowFloats.has(name)) return types.double;
      return name === "money" ? "numeric" : undefined;
    case "text":
      return name === "" || texts.has(name) ? undefined : types.text;
    case "logical":
      return undefined;
    case "variant":
      return dialect === "duckdb" || name === "jsonb" ? undefined : types.variant;
  }
}
