import type { Source, SourceColumn } from "#lib/worksheet/worksheet";
import { createRandom, type Random } from "#tests/support/random";
import { parseMoment } from "#tests/support/reference/calendar";
import { parseDecimal } from "#tests/support/reference/decimal";
import type { Rows } from "#tests/support/reference/element";
import type { Description, Value } from "#tests/support/reference/value";

/** Small random tables with every trap: for both engines as SQL, for the compiler as sources, for the reference as plain rows. */
export type Tables = {
  readonly number: number;
  readonly statements: readonly string[];
  readonly sources: ReadonlyMap<string, Source>;
  readonly rows: ReadonlyMap<string, { readonly name: string; readonly rows: Rows }>;
  /** For reports. */
  readonly text: string;
};

type Cell = string | boolean | null;
type Column = {
  readonly id: string;
  readonly name: string;
  readonly nativeType: string;
  readonly draw: (random: Random, row: number) => Cell;
};
type Table = {
  readonly id: string;
  readonly name: string;
  readonly columns: readonly Column[];
  readonly size: (random: Random) => number;
};

const texts = [
  "",
  " ",
  "a",
  "A",
  "ab",
  "Ab c",
  "  x ",
  "é",
  "e\u0301",
  "Zürich",
  "straße",
  "日本",
  "😀 b",
  "שלום",
  "10",
  "-3.50",
  "1e3",
  "true",
  "no",
  "2024-02-29",
  "2023-02-29",
  "a,b,c",
  "x-y",
  "100%",
  "a_b",
  "it's",
  'say "hi"',
  "back\\slash",
  "Null",
];
const days = [
  "2024-01-31",
  "2024-02-29",
  "2023-02-28",
  "2024-03-10",
  "2024-03-15",
  "2024-03-31",
  "2023-12-31",
  "2024-01-01",
  "2020-02-29",
  "1999-12-31",
  "2000-01-01",
  "2024-06-30",
  "2024-10-27",
  "2025-01-01",
];
const times = ["00:00:00", "23:59:59", "12:30:00", "02:30:00", "00:00:00.000001", "10:58:07.25", "01:15:30"];

const nullable =
  (draw: Column["draw"], oneIn = 5): Column["draw"] =>
  (random, row) =>
    random.integer(1, oneIn) === 1 ? null : draw(random, row);
const from = (values: readonly Cell[]) => nullable((random) => random.pick(values));
const whole = (low: number, high: number) => nullable((random) => String(random.integer(low, high)));
const amount = (random: Random): Cell => (random.integer(-500_000, 900_000) / 100).toFixed(2);

const tables: readonly Table[] = [
  {
    id: "facts",
    name: "Facts",
    size: (random) => random.pick([0, 1, 2, 5, 7, 9, 10, 12, 14]),
    columns: [
      { id: "id", name: "Id", nativeType: "INTEGER", draw: (_random, row) => String(row + 1) },
      { id: "small", name: "Small", nativeType: "INTEGER", draw: whole(-3, 6) },
      {
        id: "big",
        name: "Big",
        nativeType: "BIGINT",
        draw: from([
          "0",
          "1",
          "-1",
          "9223372036854775807",
          "-9223372036854775807",
          "1000000007",
          "4503599627370497",
          "12",
        ]),
      },
      {
        id: "amount",
        name: "Amount",
        nativeType: "DECIMAL(12,2)",
        draw: nullable((random) =>
          random.integer(0, 3) === 0
            ? random.pick(["0.00", "10.50", "-0.05", "2.50", "9999999999.99"])
            : amount(random),
        ),
      },
      {
        id: "rate",
        name: "Rate",
        nativeType: "DOUBLE PRECISION",
        draw: from(["0.5", "0.1", "-2.5", "3", "0", "1e10", "1e-7", "0.3333333333333333", "12345.678", "-1"]),
      },
      { id: "name", name: "Name", nativeType: "VARCHAR", draw: from(texts) },
      { id: "tag", name: "Tag", nativeType: "VARCHAR", draw: from(["red", "Red", "blue", "", "grün", "😀"]) },
      { id: "day", name: "Day", nativeType: "DATE", draw: from(days) },
      {
        id: "moment",
        name: "Moment",
        nativeType: "TIMESTAMP",
        draw: nullable((random) => `${random.pick(days)} ${random.pick(times)}`),
      },
      { id: "flag", name: "Flag", nativeType: "BOOLEAN", draw: from([true, false]) },
      { id: "item", name: "Item", nativeType: "INTEGER", draw: whole(1, 5) },
    ],
  },
  {
    id: "items",
    name: "Things",
    size: (random) => random.integer(0, 6),
    columns: [
      { id: "item_id", name: "Item ID", nativeType: "INTEGER", draw: whole(1, 4) },
      { id: "label", name: "Label", nativeType: "VARCHAR", draw: from(texts) },
      { id: "price", name: "Price", nativeType: "DECIMAL(10,2)", draw: nullable(amount) },
      { id: "kind", name: "Kind", nativeType: "VARCHAR", draw: from(["tool", "toy", "Toy", ""]) },
      { id: "since", name: "Since", nativeType: "DATE", draw: from(days) },
      { id: "sold", name: "Sold", nativeType: "BOOLEAN", draw: from([true, false]) },
    ],
  },
  {
    id: "plans",
    name: "Plans",
    size: (random) => random.integer(0, 8),
    columns: [
      { id: "plan_tag", name: "Plan Tag", nativeType: "VARCHAR", draw: from(["red", "Red", "blue", "", "grün"]) },
      { id: "plan_small", name: "Plan Small", nativeType: "INTEGER", draw: whole(-3, 6) },
      { id: "goal", name: "Goal", nativeType: "DECIMAL(12,2)", draw: nullable(amount) },
      { id: "note", name: "Note", nativeType: "VARCHAR", draw: from(texts) },
      { id: "due", name: "Due", nativeType: "DATE", draw: from(days) },
    ],
  },
];

export const metrics: Readonly<Record<string, string>> = {
  "Total Amount": "Sum([Amount])",
  Margin: "Sum([Amount]) / Count()",
};

const relationship = { name: "Items", local: "Item", foreign: "Item ID", foreignId: "item_id" };

/** The same number gives the same tables. */
export function createTables(number: number): Tables {
  const random = createRandom(number + 7_000_003);
  const filled = tables.map((table) => ({
    table,
    sqlName: `${table.id}_${number}`,
    cells: Array.from({ length: table.size(random) }, (_, row) =>
      table.columns.map((column) => column.draw(random, row)),
    ),
  }));
  const rows = new Map(filled.map(({ table, cells }) => [table.id, { name: table.name, rows: rowsOf(table, cells) }]));
  const items = rows.get("items")?.rows;
  const facts = rows.get("facts");
  if (items !== undefined && facts !== undefined) {
    const related = new Map([
      [relationship.name.toLowerCase(), { rows: items, local: relationship.local, foreign: relationship.foreign }],
    ]);
    const named = new Map(Object.entries(metrics).map(([name, formula]) => [name.toLowerCase(), formula]));
    rows.set("facts", { ...facts, rows: { ...facts.rows, related, metrics: named } });
  }
  return {
    number,
    statements: filled.flatMap(({ table, sqlName, cells }) => statementsOf(table, sqlName, cells)),
    sources: new Map(
      filled.flatMap(({ table, sqlName }) =>
        sourcesOf(table, sqlName, number).map((source) => [source.id, source] as const),
      ),
    ),
    rows,
    text: filled
      .map(({ table, cells }) => `${table.name}: ${JSON.stringify([table.columns.map(({ name }) => name), ...cells])}`)
      .join("\n"),
  };
}

function typeOf({ nativeType }: Column): Description {
  if (nativeType === "VARCHAR") return { type: "text" };
  if (nativeType === "BOOLEAN") return { type: "logical" };
  if (nativeType === "DATE") return { type: "date", grain: "day" };
  if (nativeType === "TIMESTAMP") return { type: "date", grain: "time" };
  if (nativeType.startsWith("DOUBLE")) return { type: "number", scale: null };
  return { type: "number", scale: nativeType.startsWith("DECIMAL") ? 2 : 0 };
}

function cellValue(cell: Cell, { type, scale }: Description): Value {
  if (typeof cell !== "string") return cell;
  if (type === "number") return scale === null ? Number(cell) : parseDecimal(cell);
  return type === "date" ? (parseMoment(cell)?.value ?? null) : cell;
}

function rowsOf(table: Table, cells: readonly (readonly Cell[])[]): Rows {
  const columns = table.columns.map((column, index) => {
    const description = typeOf(column);
    const values = cells.map((row) => cellValue(row[index] ?? null, description));
    return [column.name.toLowerCase(), { description, at: (row: number) => values[row] ?? null }] as const;
  });
  return { count: cells.length, columns: new Map(columns), metrics: new Map(), related: new Map() };
}

function statementsOf(table: Table, sqlName: string, cells: readonly (readonly Cell[])[]): readonly string[] {
  const declared = table.columns.map(({ id, nativeType }) => `"${id}" ${nativeType}`);
  const create = `CREATE TABLE "${sqlName}" (${declared.join(", ")})`;
  if (cells.length === 0) return [create];
  const written = cells.map((row) => `(${row.map((cell, index) => literal(cell, table.columns[index])).join(", ")})`);
  return [create, `INSERT INTO "${sqlName}" VALUES ${written.join(", ")}`];
}

function literal(cell: Cell, column: Column | undefined): string {
  if (cell === null) return "NULL";
  if (typeof cell === "boolean") return String(cell);
  return column !== undefined && typeOf(column).type === "number"
    ? `CAST('${cell}' AS ${column.nativeType})`
    : `'${cell.replaceAll("'", "''")}'`;
}

/** The facts are a table or, every other time, a model over one. */
function sourcesOf(table: Table, sqlName: string, number: number): readonly Source[] {
  const source = sourceOf(table, sqlName);
  if (table.id !== "facts" || number % 2 === 0) return [source];
  const { table: _table, ...rest } = source;
  const base: Source = { ...source, id: "facts_table", name: "Facts table", metrics: [], relationships: [] };
  const columns = source.columns.map(({ nativeType: _nativeType, ...column }) => ({
    ...column,
    formula: `[${column.name}]`,
  }));
  return [{ ...rest, kind: "model", baseSourceId: base.id, columns }, base];
}

function sourceOf(table: Table, sqlName: string): Source {
  const isFacts = table.id === "facts";
  return {
    id: table.id,
    connectionId: "connection",
    name: table.name,
    kind: "table",
    table: { catalog: null, schema: null, name: sqlName },
    description: "",
    aiContext: "",
    endorsement: "none",
    columns: table.columns.map(sourceColumn),
    metrics: isFacts
      ? Object.entries(metrics).map(([name, formula]) => ({ id: name, name, formula, description: "" }))
      : [],
    relationships: isFacts
      ? [
          {
            id: "items",
            name: relationship.name,
            toSourceId: "items",
            keys: [{ local: `[${relationship.local}]`, foreign: relationship.foreignId }],
          },
        ]
      : [],
  };
}

function sourceColumn(column: Column): SourceColumn {
  const { type, grain } = typeOf(column);
  return {
    id: column.id,
    name: column.name,
    type: type === "null" ? "text" : type,
    nativeType: column.nativeType,
    ...(grain === undefined ? {} : { grain }),
    description: "",
    neverSend: false,
    hidden: false,
  };
}

export type NamedColumn = { readonly name: string; readonly type: Exclude<Description["type"], "null"> };

/** The columns of a table as formulas name them, with an owner before their names or none. */
export function columnsOf(id: string, owner?: string): readonly NamedColumn[] {
  const table = tables.find((one) => one.id === id);
  return (table?.columns ?? []).flatMap((column) => {
    const { type } = typeOf(column);
    return type === "null"
      ? []
      : [{ name: owner === undefined ? `[${column.name}]` : `[${owner}/${column.name}]`, type }];
  });
}
