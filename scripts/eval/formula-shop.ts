import { DuckDBInstance } from "@duckdb/node-api";
import type { ColumnDescription } from "#lib/contract/ask-tools";
import { cellsOf } from "#lib/data/duckdb/cells";
import { sampleColumns } from "#lib/data/sample/columns";
import { modelColumns, modelContext, modelMetrics, modelRelationships } from "#lib/data/sample/model";
import { type SampleTableName, sampleTables } from "#lib/data/sample/tables";
import { checkView } from "#lib/worksheet/check";
import { compileView } from "#lib/worksheet/compile";
import { addColumn } from "#lib/worksheet/place-formula";
import type { Cell } from "#lib/worksheet/result";
import type { Document, Level, Source, Worksheet } from "#lib/worksheet/worksheet";
import type { AssistantRequest, SourceKey } from "#scripts/eval/formulas";

/** The sample in memory, and the worksheets over it that requests are written on. */

export type Rows = readonly (readonly Cell[])[];
export type Shop = {
  /** Each source once. */
  readonly described: Map<string, Promise<DescribedSource>>;
  readonly sources: ReadonlyMap<string, Source>;
  readonly run: (sql: string, params: Parameters<typeof query>[2]) => Promise<Rows>;
};

const sampleRows = 2_000;
export const asOf = "2026-11-01";

export async function createShop(): Promise<Shop> {
  const connection = await (await DuckDBInstance.create(":memory:", { threads: "1" })).connect();
  for (const { name, select } of sampleTables(sampleRows)) await connection.run(`CREATE TABLE ${name} AS ${select}`);
  const names: readonly SampleTableName[] = ["order_lines", "products", "customers", "stores", "targets", "returns"];
  const tables = names.map((name) => tableSource(name));
  const orders: Source = {
    ...plainSource("orders", "Orders"),
    kind: "model",
    baseSourceId: "order_lines",
    aiContext: modelContext,
    columns: modelColumns(),
    metrics: modelMetrics,
    relationships: modelRelationships({
      order_lines: "order_lines",
      products: "products",
      customers: "customers",
      stores: "stores",
      targets: "targets",
      returns: "returns",
    }),
  };
  const sources = new Map([orders, ...tables].map((source) => [source.id, source]));
  const run: Shop["run"] = (sql, params) => query(connection, sql, params);
  return { sources, run, described: new Map() };
}

/** A source as a model is told of it, with all values of its texts. */
export type DescribedSource = {
  readonly columns: readonly ColumnDescription[];
  readonly texts: ReadonlyMap<string, readonly string[]>;
};

export function describeSource(source: Source, shop: Shop): Promise<DescribedSource> {
  const known = shop.described.get(source.id) ?? describeColumns(source, shop);
  shop.described.set(source.id, known);
  return known;
}

async function describeColumns(source: Source, shop: Shop): Promise<DescribedSource> {
  const described = await Promise.all(source.columns.map((column) => describe(column, source, shop)));
  return {
    columns: described.map(({ description }) => description),
    texts: new Map(described.flatMap(({ description, texts }) => (texts === null ? [] : [[description.name, texts]]))),
  };
}

type Connection = Awaited<ReturnType<DuckDBInstance["connect"]>>;

async function query(connection: Connection, sql: string, params: Parameters<Connection["run"]>[1]): Promise<Rows> {
  const result = await connection.run(sql, params);
  const columns = Array.from({ length: result.columnCount }, (): Cell[] => []);
  for await (const chunk of result)
    for (const [index, cells] of cellsOf(result, chunk).entries()) columns[index]?.push(...cells);
  return columns;
}

const sourceNames: Readonly<Record<SampleTableName, string>> = {
  order_lines: "Order Lines",
  products: "Products",
  customers: "Customers",
  stores: "Stores",
  targets: "Sales Targets",
  returns: "Returns",
};

function plainSource(id: string, name: string): Source {
  return {
    id,
    connectionId: "upload",
    name,
    kind: "table",
    asOf,
    version: "1",
    description: "",
    aiContext: "",
    endorsement: "none",
    columns: [],
    metrics: [],
    relationships: [],
  };
}

function tableSource(name: SampleTableName): Source {
  const table = { catalog: null, schema: null, name };
  return { ...plainSource(name, sourceNames[name]), table, columns: sampleColumns(name) };
}

async function describe(
  { name, type, grain, unit, description }: Source["columns"][number],
  source: Source,
  shop: Shop,
) {
  const [values = []] = await rowsOf(shop, plainWorksheet(source), "base", `[${name}]`, []);
  const told = values.filter((value) => value !== null);
  const texts = type === "text" ? [...new Set(told.map(String))] : null;
  const sorted = type === "number" ? told.map(Number).toSorted((a, b) => a - b) : told.map(String).toSorted();
  return {
    texts,
    description: {
      name,
      type,
      ...(grain === undefined ? {} : { grain }),
      ...(unit === undefined ? {} : { unit }),
      description,
      min: sorted[0] ?? null,
      max: sorted.at(-1) ?? null,
    },
  };
}

export const worksheetId = "w1";
const total = { id: "total", name: "Sum of Sales", formula: "Sum([Sales])" };
const column = (id: string, name: string) => ({ id, name, formula: `[${name}]` });

/** Orders by month; of another source, by the month and amount of its own. */
const monthOf: Readonly<Partial<Record<SourceKey, Worksheet["columns"]>>> = {
  orders: [{ id: "month", name: "Month", formula: 'DateTrunc("month", [Order Date])' }, total],
  targets: [
    { id: "month", name: "Month", formula: "[Month]" },
    { id: "total", name: "Sum of Sales Target", formula: "Sum([Sales Target])" },
  ],
};
const byMonth = {
  id: "by-month",
  keys: ["month"],
  calculations: ["total"],
  sort: [{ columnId: "month", direction: "ascending" as const }],
};

export function worksheetOf(
  { setup, source: key }: Pick<AssistantRequest, "setup" | "source">,
  source: Source,
): Worksheet {
  const plain = plainWorksheet(source);
  const monthly = monthOf[key] ?? [];
  switch (setup) {
    case "rows":
    case "filter":
    case "axis":
      return plain;
    case "category":
      return {
        ...plain,
        columns: [column("category", "Category"), total],
        groupings: [{ id: "by-category", keys: ["category"], calculations: ["total"], sort: [] }],
      };
    case "monthly":
      return { ...plain, columns: monthly, groupings: [byMonth] };
    case "region-month":
      return {
        ...plain,
        columns: [column("region", "Region"), ...monthly],
        groupings: [{ id: "by-region", keys: ["region"], calculations: [], sort: [] }, byMonth],
      };
  }
}

function plainWorksheet({ id, name }: Source): Worksheet {
  return {
    version: 1,
    name,
    source: { sourceId: id },
    columns: [],
    groupings: [],
    summaries: [],
    filters: [],
    sort: [],
    limit: null,
  };
}

export async function rowsOf(
  shop: Shop,
  worksheet: Worksheet,
  level: Level,
  formula: string,
  keys: readonly string[],
): Promise<Rows> {
  let shown = worksheet;
  const ids: string[] = [];
  for (const [index, key] of keys.entries()) {
    const added = addColumn(shown, "base", { name: `Key ${index}`, formula: key });
    shown = added.worksheet;
    ids.push(added.column.id);
  }
  const placed = addColumn(shown, level, { name: "The value", formula });
  const position = worksheet.groupings.findIndex(({ id }) => id === level);
  const groupKeys =
    level === "base" || level === "summary"
      ? ids
      : worksheet.groupings.slice(0, position + 1).flatMap((grouping) => grouping.keys);
  const document: Document = { worksheets: { [worksheetId]: placed.worksheet }, controls: [] };
  const view = { worksheetId, level, columns: [...groupKeys, placed.column.id] };
  const checked = checkView(view, {
    sources: shop.sources,
    document,
    customFunctions: [],
    weekStart: "sunday",
    dialect: "duckdb",
  });
  const { sql, params } = compileView(checked, "duckdb", {
    timeZone: "UTC",
    weekStart: "sunday",
    asOf,
    person: { email: "ada@example.test", firstName: "Ada", fullName: "Ada Test", teams: [], attributes: {} },
    controls: [],
  });
  return shop.run(sql, [...params]);
}
