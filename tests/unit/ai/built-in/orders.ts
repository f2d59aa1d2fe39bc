import type { DescribedSource } from "#lib/ai/built-in/source";
import type { ColumnDescription } from "#lib/contract/ask-tools";

/** A retailer's order lines, as describe-source tells of them. */
export const orders: DescribedSource = {
  ok: true,
  sourceId: "s1",
  name: "Orders",
  description: "Order lines of a retailer.",
  aiContext: "turnover = Sales",
  asOf: "2026-11-01",
  rowCount: 250_000,
  columns: [
    column("Order Id", "number", { distinctCount: 90_000 }),
    column("Order Date", "date", { grain: "day" }),
    column("Ship Date", "date", { grain: "day" }),
    column("Product Name", "text", { distinctCount: 200 }),
    column("Category", "text", { distinctCount: 4, examples: ["Furniture", "Office"] }),
    column("Region", "text", { distinctCount: 4 }),
    column("Segment", "text", { distinctCount: 3 }),
    column("Customer Name", "text", { distinctCount: 5_000 }),
    column("Quantity", "number"),
    column("Sales", "number", { unit: "USD" }),
    column("Profit", "number", { unit: "USD" }),
    column("Discount", "number"),
    column("Rating", "number"),
  ],
  metrics: [],
};

/** The same with codes beside names, two customers of one name, and a yes-or-no column. */
export const withThings: DescribedSource = {
  ...orders,
  columns: [
    ...orders.columns.filter(({ name }) => name !== "Customer Name"),
    column("Product Id", "number", { distinctCount: 200 }),
    column("Sub-Category", "text", { distinctCount: 12 }),
    column("Customer Id", "number", { distinctCount: 5_000 }),
    column("Customer Name", "text", { distinctCount: 4_999 }),
    column("Returned", "logical"),
  ],
};

function column(
  name: string,
  type: ColumnDescription["type"],
  rest: Partial<ColumnDescription> = {},
): ColumnDescription {
  return { name, type, description: "", ...rest };
}
