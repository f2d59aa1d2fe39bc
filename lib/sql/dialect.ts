import { raw, type SqlFragment } from "./fragment.ts";

export const dialectNames = ["duckdb", "postgres"] as const;
export type DialectName = (typeof dialectNames)[number];

/** Where the engines spell the same thing differently. What only one function needs stands in that function's lowering. */
export type Dialect = {
  readonly label: string;
  /** Type names for casts. Every Date is a timestamp without zone. */
  readonly types: {
    readonly text: string;
    readonly double: string;
    readonly integer: string;
    readonly logical: string;
    readonly date: string;
    readonly variant: string;
    /** Exact decimals of at most 38 digits. */
    readonly decimal: (digits: number, scale: number) => string;
  };
  /** Appended to a text expression where order or equality matters: both engines then compare by code point. */
  readonly collation: string;
  /** The longest identifier in bytes; null: no limit. */
  readonly identifierBytes: number | null;
};

export const dialects: Readonly<Record<DialectName, Dialect>> = {
  duckdb: {
    label: "DuckDB",
    types: {
      text: "VARCHAR",
      double: "DOUBLE",
      integer: "BIGINT",
      logical: "BOOLEAN",
      date: "TIMESTAMP",
      variant: "JSON",
      decimal: (digits, scale) => `DECIMAL(${digits}, ${scale})`,
    },
    collation: "",
    identifierBytes: null,
  },
  postgres: {
    label: "PostgreSQL",
    types: {
      text: "text",
      double: "double precision",
      integer: "bigint",
      logical: "boolean",
      date: "timestamp",
      variant: "jsonb",
      decimal: () => "numeric",
    },
    collation: ' COLLATE "C"',
    identifierBytes: 63,
  },
};

/** The one place where a name becomes SQL. Both engines quote with `"` and double it inside; neither can hold a NUL. */
export function quoteIdentifier(_dialect: DialectName, name: string): SqlFragment {
  return raw(`"${name.replaceAll("\0", "").replaceAll('"', '""')}"`);
}
