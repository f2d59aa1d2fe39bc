import "server-only";
import type { Metric, Relationship, SourceColumn } from "#lib/worksheet/worksheet";
import { sampleColumns } from "./columns.ts";
import type { SampleTableName } from "./tables.ts";

/** The model Orders: order lines with what is known of their products, customers and stores. */

export const modelDescription =
  "Orders of a retailer in the United States and Canada, one row per order line, with product, customer and store. November 2023 to October 2026.";

export const modelContext = [
  "Sales, revenue and turnover mean [Sales]. Units and items mean [Quantity].",
  "Use [Order Date] for time. [Ship Date] is only for questions about shipping.",
  "[Region] is the customer's region. Use [Store Region] only when the question names stores.",
  "Profit margin is Sum([Profit]) / Sum([Sales]), never an average of margins. An order has several lines: count orders with CountDistinct([Order Id]).",
].join("\n");

const relationshipNames = { products: "Products", customers: "Customers", stores: "Stores" } as const;
type Related = keyof typeof relationshipNames;

const keys: Record<Related, { readonly local: string; readonly foreign: string }> = {
  products: { local: "[Product Id]", foreign: "product_id" },
  customers: { local: "[Customer Id]", foreign: "customer_id" },
  stores: { local: "[Store Id]", foreign: "store_id" },
};

const relatedTables: readonly Related[] = ["products", "customers", "stores"];

/** Ids of columns are unique over all tables: the store's `city` becomes `store_city`. */
export function modelColumns(): SourceColumn[] {
  const own = sampleColumns("order_lines").map((column) => calculated(column, column.id, `[${column.name}]`));
  const related = relatedTables.flatMap((table) =>
    sampleColumns(table)
      .filter((column) => column.id !== keys[table].foreign)
      .map((column) => calculated(column, modelId(table, column.id), `[${relationshipNames[table]}/${column.name}]`)),
  );
  return [...own, ...related];
}

function modelId(table: Related, columnId: string): string {
  return table === "stores" && !columnId.startsWith("store") ? `store_${columnId}` : columnId;
}

/** What is unique in its table repeats over order lines. */
function calculated(
  { nativeType: _, isUnique: __, ...column }: SourceColumn,
  id: string,
  formula: string,
): SourceColumn {
  return { ...column, id, formula };
}

export function modelRelationships(ids: Readonly<Record<SampleTableName, string>>): Relationship[] {
  return relatedTables.map((table) => ({
    id: table,
    name: relationshipNames[table],
    toSourceId: ids[table],
    keys: [keys[table]],
  }));
}

const money = { kind: "currency", currency: "USD", decimals: 2 } as const;
const whole = { kind: "number", decimals: 0 } as const;
const percent = { kind: "percent", decimals: 1 } as const;

export const modelMetrics: Metric[] = [
  metric("total_sales", "Total Sales", "Sum([Sales])", money, "Revenue after discounts."),
  metric("total_profit", "Total Profit", "Sum([Profit])", money, "Sales less cost."),
  metric("profit_margin", "Profit Margin", "Sum([Profit]) / Sum([Sales])", percent, "Profit as a share of sales."),
  metric("order_count", "Order Count", "CountDistinct([Order Id])", whole, "Number of orders, not of lines."),
  metric(
    "average_order_value",
    "Average Order Value",
    "Sum([Sales]) / CountDistinct([Order Id])",
    money,
    "Sales per order.",
  ),
  metric("units_sold", "Units Sold", "Sum([Quantity])", whole, "Units on all lines."),
  metric("customer_count", "Customer Count", "CountDistinct([Customer Id])", whole, "Customers who ordered."),
  metric("return_rate", "Return Rate", "CountIf([Returned]) / Count()", percent, "Share of lines that were sent back."),
  metric(
    "average_rating",
    "Average Rating",
    "Avg([Rating])",
    { kind: "number", decimals: 2 },
    "Of rated lines, 1 to 5.",
  ),
];

function metric(id: string, name: string, formula: string, format: Metric["format"], description: string): Metric {
  return { id, name, formula, format, description };
}
