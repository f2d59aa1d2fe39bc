import "server-only";
import type { SourceColumn } from "#lib/worksheet/worksheet";
import type { SampleTableName } from "./tables.ts";

/** The sample's stored columns: what they are called, mean and are measured in. Keys are the engine's names. */

type Kind = "id" | "count" | "money" | "share" | "text" | "day" | "flag";
type Described = readonly [id: string, name: string, kind: Kind, description: string, extra?: Partial<SourceColumn>];

const kinds: Record<Kind, Pick<SourceColumn, "type" | "nativeType" | "format" | "unit" | "grain">> = {
  id: { type: "number", nativeType: "BIGINT" },
  count: { type: "number", nativeType: "INTEGER", format: { kind: "number", decimals: 0 } },
  money: {
    type: "number",
    nativeType: "DECIMAL(12,2)",
    format: { kind: "currency", currency: "USD", decimals: 2 },
    unit: "US dollars",
  },
  share: { type: "number", nativeType: "DECIMAL(3,2)", format: { kind: "percent", decimals: 0 } },
  text: { type: "text", nativeType: "VARCHAR" },
  day: { type: "date", grain: "day", nativeType: "DATE", format: { kind: "date", datePattern: "day" } },
  flag: { type: "logical", nativeType: "BOOLEAN" },
};

export function sampleColumns(table: SampleTableName): SourceColumn[] {
  return described[table].map(([id, name, kind, description, extra]) => ({
    id,
    name,
    ...kinds[kind],
    description,
    neverSend: false,
    hidden: false,
    ...extra,
  }));
}

/** The model joins on these from its first moment, before anything is profiled. */
const key: Partial<SourceColumn> = { isUnique: true };

const described: Record<SampleTableName, readonly Described[]> = {
  order_lines: [
    ["order_id", "Order Id", "id", "Number of the order. An order has one to four lines."],
    ["line_no", "Line No", "count", "Number of the line in its order, from 1."],
    ["order_date", "Order Date", "day", "Day on which the order was placed: the date to use for sales over time."],
    ["ship_date", "Ship Date", "day", "Day on which the line left; empty while it has not been shipped."],
    ["customer_id", "Customer Id", "id", "Number of the customer who ordered."],
    ["product_id", "Product Id", "id", "Number of the product ordered."],
    ["store_id", "Store Id", "id", "Store that took or filled the order; empty for online orders."],
    ["channel", "Channel", "text", "How the order came in: Online, Store or Phone."],
    ["quantity", "Quantity", "count", "Units ordered on this line.", { unit: "units" }],
    ["unit_price", "Unit Price", "money", "Price of one unit before the discount."],
    ["discount", "Discount", "share", "Share of the price that was given as a discount, 0 to 0.30."],
    ["sales", "Sales", "money", "Quantity times unit price less the discount. Revenue of the line."],
    ["cost", "Cost", "money", "What the units of the line cost us."],
    ["profit", "Profit", "money", "Sales less cost; negative is a loss."],
    ["shipping_cost", "Shipping Cost", "money", "What it cost to ship the line; 0 in a store."],
    ["returned", "Returned", "flag", "Whether the line was sent back."],
    [
      "rating",
      "Rating",
      "count",
      "The customer's rating of the line, 1 worst to 5 best; empty when there is none.",
      { unit: "stars" },
    ],
  ],
  products: [
    ["product_id", "Product Id", "id", "Number of the product.", key],
    ["product_name", "Product Name", "text", "Brand, line and kind of the product; unique."],
    ["category", "Category", "text", "Furniture, Technology or Office Supplies."],
    ["sub_category", "Sub-Category", "text", "Kind of product within its category, such as Chairs or Phones."],
    ["brand", "Brand", "text", "Maker of the product."],
    ["unit_cost", "Unit Cost", "money", "What one unit costs us."],
    ["list_price", "List Price", "money", "Price of one unit in the catalog."],
    ["launched_on", "Launched On", "day", "Day on which the product was first sold."],
  ],
  customers: [
    ["customer_id", "Customer Id", "id", "Number of the customer: the only thing that is unique.", key],
    ["customer_name", "Customer Name", "text", "Name of the customer; two customers share one."],
    ["segment", "Segment", "text", "Consumer, Corporate or Home Office."],
    ["email", "Customer Email", "text", "E-mail address of the customer.", { neverSend: true }],
    ["city", "City", "text", "City of the customer."],
    ["state", "State", "text", "State or province of the customer."],
    ["country", "Country", "text", "Country of the customer."],
    ["region", "Region", "text", "Sales region of the customer: East, South, West or Central."],
    ["signed_up_on", "Customer Since", "day", "Day on which the customer signed up."],
  ],
  stores: [
    ["store_id", "Store Id", "id", "Number of the store.", key],
    ["store_name", "Store Name", "text", "City and place of the store; unique."],
    ["city", "Store City", "text", "City of the store."],
    ["region", "Store Region", "text", "Sales region of the store, which may differ from the customer's."],
    ["opened_on", "Store Opened On", "day", "Day on which the store was opened."],
    ["square_metres", "Store Size", "count", "Sales floor of the store.", { unit: "m²" }],
  ],
  targets: [
    ["month", "Month", "day", "First day of the month."],
    ["region", "Target Region", "text", "Sales region: East, South, West or Central."],
    ["sales_target", "Sales Target", "money", "Planned sales of the region in the month."],
  ],
  returns: [
    ["order_id", "Order Id", "id", "Number of the order."],
    ["line_no", "Line No", "count", "Number of the line in its order."],
    ["returned_on", "Returned On", "day", "Day on which the line came back."],
    ["reason", "Return Reason", "text", "Why the customer sent it back."],
  ],
};
