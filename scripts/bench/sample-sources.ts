import { asOf } from "#lib/data/sample/calendar";
import { sampleColumns } from "#lib/data/sample/columns";
import { modelColumns, modelMetrics, modelRelationships } from "#lib/data/sample/model";
import type { SampleTableName } from "#lib/data/sample/tables";
import type { Source } from "#lib/worksheet/worksheet";

/** The sample's sources without a database: the model Orders over tables in a catalog of the engine. */

export const catalog = "sample";
export const ordersId = "orders";

const names: Readonly<Record<SampleTableName, string>> = {
  order_lines: "Order Lines",
  products: "Products",
  customers: "Customers",
  stores: "Stores",
  targets: "Sales Targets",
  returns: "Returns",
};
const tables = ["order_lines", "products", "customers", "stores", "targets", "returns"] as const;

export function sampleSources(): ReadonlyMap<string, Source> {
  const ids = Object.fromEntries(tables.map((table) => [table, table]));
  const model: Source = {
    ...shared,
    id: ordersId,
    name: "Orders",
    kind: "model",
    baseSourceId: "order_lines",
    columns: modelColumns(),
    metrics: modelMetrics,
    relationships: modelRelationships({
      order_lines: "",
      products: "",
      customers: "",
      stores: "",
      targets: "",
      returns: "",
      ...ids,
    }),
  };
  const stored = tables.map(
    (table): Source => ({
      ...shared,
      id: table,
      name: names[table],
      kind: "table",
      table: { catalog, schema: "main", name: table },
      columns: sampleColumns(table),
    }),
  );
  return new Map([model, ...stored].map((source) => [source.id, source]));
}

const shared = {
  connectionId: "bench",
  description: "",
  aiContext: "",
  endorsement: "none" as const,
  asOf,
  version: "bench",
  metrics: [],
  relationships: [],
};
