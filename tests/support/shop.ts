import type { Document, Source, SourceColumn } from "#lib/worksheet/worksheet";
import type { TestTable } from "./two-engines.ts";

/** A small shop with every trap: nulls in keys, ties, a product twice, lines without a product, an empty table. */
export const shopTables: readonly TestTable[] = [
  {
    name: "order_lines",
    columns: {
      order_id: "INTEGER",
      order_date: "DATE",
      region: "VARCHAR",
      customer_id: "INTEGER",
      product_id: "INTEGER",
      channel: "VARCHAR",
      quantity: "INTEGER",
      sales: "DECIMAL(12,2)",
      profit: "DECIMAL(12,2)",
      returned: "BOOLEAN",
    },
    rows: [
      [1, "2024-01-15", "East", 1, 10, "Online", 2, 100.5, 20.25, false],
      [1, "2024-01-15", "East", 1, 11, "Online", 1, 50, -5, false],
      [2, "2024-01-31", "West", 2, 10, "Store", 5, 250, 60, true],
      [3, "2024-02-01", "West", 3, 12, "Store", 1, 80, 8, false],
      [4, "2024-02-29", "North", 1, 99, "Online", 3, 75.25, null, null],
      [5, "2024-03-10", "East", 2, 12, null, 4, 320, 100, false],
      [6, "2024-12-31", null, 4, 10, "Store", 2, 100.5, 20.25, true],
      [7, "2025-01-01", "West", 3, 11, "Online", 7, null, null, false],
      [8, "2025-02-14", "east", 5, 13, "Online", 1, 10, 1, false],
      [9, "2025-02-28", "North", null, 12, "Store", 2, 160, 50, false],
      [10, "2025-03-05", "West", 2, 10, "Online", 1, 50.25, 12, false],
      [11, "2025-03-31", "Östra", 5, 13, "Store", 6, 60, 6, true],
    ],
  },
  {
    name: "products",
    columns: { product_id: "INTEGER", product_name: "VARCHAR", category: "VARCHAR", list_price: "DECIMAL(10,2)" },
    rows: [
      [10, "Desk", "Furniture", 50],
      [11, "Lamp", "Lighting", 45.5],
      [12, "Chair", "Furniture", 80],
      [12, "Chair (old)", "Furniture", 70],
      [13, "Pen", null, 10],
    ],
  },
  {
    name: "targets",
    columns: { month: "DATE", region: "VARCHAR", target: "DECIMAL(12,2)" },
    rows: [
      ["2024-01-01", "East", 120],
      ["2024-01-01", "West", 200],
      ["2024-02-01", "West", 100],
      ["2024-02-01", "West", 50],
      ["2025-03-01", "West", 500],
    ],
  },
  { name: "nothing", columns: { label: "VARCHAR", amount: "INTEGER" }, rows: [] },
];

function column(id: string, name: string, type: SourceColumn["type"], more: Partial<SourceColumn> = {}): SourceColumn {
  return { id, name, type, description: "", neverSend: false, hidden: false, ...more };
}

function table(id: string, name: string, columns: readonly SourceColumn[], more: Partial<Source> = {}): Source {
  return {
    id,
    connectionId: "connection",
    name,
    kind: "table",
    table: { catalog: null, schema: null, name: id },
    description: "",
    aiContext: "",
    endorsement: "none",
    columns: [...columns],
    metrics: [],
    relationships: [],
    ...more,
  };
}

const orderLines = table("order_lines", "order_lines", [
  column("order_id", "order_id", "number", { nativeType: "INTEGER" }),
  column("order_date", "order_date", "date", { nativeType: "DATE", grain: "day" }),
  column("region", "region", "text", { nativeType: "VARCHAR" }),
  column("customer_id", "customer_id", "number", { nativeType: "INTEGER" }),
  column("product_id", "product_id", "number", { nativeType: "INTEGER" }),
  column("channel", "channel", "text", { nativeType: "VARCHAR" }),
  column("quantity", "quantity", "number", { nativeType: "INTEGER" }),
  column("sales", "sales", "number", { nativeType: "DECIMAL(12,2)" }),
  column("profit", "profit", "number", { nativeType: "DECIMAL(12,2)" }),
  column("returned", "returned", "logical", { nativeType: "BOOLEAN" }),
]);

const products = table("products", "Products", [
  column("product_id", "Product ID", "number", { nativeType: "INTEGER" }),
  column("product_name", "Product Name", "text", { nativeType: "VARCHAR" }),
  column("category", "Category", "text", { nativeType: "VARCHAR" }),
  column("list_price", "List Price", "number", { nativeType: "DECIMAL(10,2)" }),
]);

const targets = table("targets", "Targets", [
  column("month", "Month", "date", { nativeType: "DATE", grain: "day" }),
  column("region", "Region", "text", { nativeType: "VARCHAR" }),
  column("target", "Target", "number", { nativeType: "DECIMAL(12,2)" }),
]);

const nothing = table("nothing", "Nothing", [
  column("label", "Label", "text", { nativeType: "VARCHAR" }),
  column("amount", "Amount", "number", { nativeType: "INTEGER" }),
]);

const orders: Source = {
  ...table("orders", "Orders", [
    column("order_id", "Order ID", "number", { formula: "[order_id]" }),
    column("order_date", "Order Date", "date", { formula: "[order_date]", grain: "day" }),
    column("region", "Region", "text", { formula: "[region]" }),
    column("channel", "Channel", "text", { formula: "[channel]" }),
    column("customer_id", "Customer ID", "number", { formula: "[customer_id]" }),
    column("quantity", "Quantity", "number", { formula: "[quantity]" }),
    column("sales", "Sales", "number", { formula: "[sales]", format: { kind: "currency" } }),
    column("profit", "Profit", "number", { formula: "[profit]" }),
    column("returned", "Returned", "logical", { formula: "[returned]" }),
    column("category", "Category", "text", { formula: "[Products/Category]" }),
    column("product_name", "Product Name", "text", { formula: "[Products/Product Name]" }),
    column("list_price", "List Price", "number", { formula: "[Products/List Price]" }),
  ]),
  kind: "model",
  baseSourceId: "order_lines",
  asOf: "2025-04-01",
  metrics: [
    { id: "profit_ratio", name: "Profit Ratio", formula: "Sum([Profit]) / Sum([Sales])", description: "" },
    { id: "lines", name: "Lines", formula: "Count()", description: "" },
  ],
  relationships: [
    {
      id: "products",
      name: "Products",
      toSourceId: "products",
      keys: [{ local: "[product_id]", foreign: "product_id" }],
    },
  ],
};

export const shopSources: ReadonlyMap<string, Source> = new Map(
  [orders, orderLines, products, targets, nothing].map((source) => [source.id, source]),
);

export const emptyDocument: Document = { worksheets: {}, controls: [] };
export const ordersSource = orders;
export const orderLinesSource = orderLines;
export const nothingSource = nothing;
