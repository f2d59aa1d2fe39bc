import type { WorksheetDraft } from "#lib/worksheet/draft";

/** What people ask of the sample, as a worksheet and as somebody who knows its tables would write the SQL. */
export type TypicalWorksheet = {
  readonly name: string;
  readonly draft: Partial<Omit<WorksheetDraft, "name" | "source">>;
  readonly sql: string;
};

const sales = { name: "Sales in all", formula: "Sum([Sales])", format: null };
const month = { name: "Month", formula: 'DateTrunc("month", [Order Date])', format: null };
const orders = { name: "Orders", formula: "CountDistinct([Order Id])", format: null };

export const typicalWorksheets: readonly TypicalWorksheet[] = [
  {
    name: "sales by region",
    draft: { columns: [sales], groupings: [{ keys: ["Region"], calculations: ["Sales in all"], sort: [] }] },
    sql: `SELECT c.region, sum(o.sales) FROM sample.order_lines o LEFT JOIN sample.customers c USING (customer_id)
      GROUP BY 1 ORDER BY 1`,
  },
  {
    name: "sales, profit and margin by month",
    draft: {
      columns: [
        month,
        sales,
        { name: "Profit in all", formula: "Sum([Profit])", format: null },
        { name: "Margin", formula: "Sum([Profit]) / Sum([Sales])", format: null },
      ],
      groupings: [{ keys: ["Month"], calculations: ["Sales in all", "Profit in all", "Margin"], sort: [] }],
    },
    sql: `SELECT date_trunc('month', order_date) AS month, sum(sales), sum(profit), sum(profit)::DOUBLE / nullif(sum(sales), 0)
      FROM sample.order_lines GROUP BY 1 ORDER BY 1`,
  },
  {
    name: "top 10 products of the last quarter",
    draft: {
      columns: [sales],
      filters: [
        {
          kind: "relative-date",
          column: "Order Date",
          direction: "last",
          period: "quarter",
          length: 1,
          offset: 0,
          exclude: false,
        },
      ],
      groupings: [
        {
          keys: ["Product Name"],
          calculations: ["Sales in all"],
          sort: [{ column: "Sales in all", direction: "descending" }],
        },
      ],
      limit: 10,
    },
    sql: `SELECT p.product_name, sum(o.sales) AS total FROM sample.order_lines o LEFT JOIN sample.products p USING (product_id)
      WHERE o.order_date >= DATE '2026-07-01' AND o.order_date < DATE '2026-10-01'
      GROUP BY 1 ORDER BY 2 DESC NULLS LAST, 1 LIMIT 10`,
  },
  {
    name: "orders by month",
    draft: { columns: [month, orders], groupings: [{ keys: ["Month"], calculations: ["Orders"], sort: [] }] },
    sql: `SELECT date_trunc('month', order_date) AS month, count(DISTINCT order_id) FROM sample.order_lines GROUP BY 1 ORDER BY 1`,
  },
  {
    name: "share of each sub-category in its category",
    draft: {
      columns: [sales, { name: "Share", formula: 'PercentOfTotal(Sum([Sales]), "parent_grouping")', format: null }],
      groupings: [
        { keys: ["Category"], calculations: [], sort: [] },
        { keys: ["Sub-Category"], calculations: ["Sales in all", "Share"], sort: [] },
      ],
    },
    sql: `WITH grouped AS (SELECT p.category, p.sub_category, sum(o.sales) AS total
        FROM sample.order_lines o LEFT JOIN sample.products p USING (product_id) GROUP BY 1, 2)
      SELECT category, sub_category, total, total::DOUBLE / nullif(sum(total) OVER (PARTITION BY category), 0)
      FROM grouped ORDER BY 1, 2`,
  },
  {
    name: "running sales by month",
    draft: {
      columns: [month, sales, { name: "Running", formula: "CumulativeSum([Sales in all])", format: null }],
      groupings: [{ keys: ["Month"], calculations: ["Sales in all", "Running"], sort: [] }],
    },
    sql: `WITH months AS (SELECT date_trunc('month', order_date) AS month, sum(sales) AS total FROM sample.order_lines GROUP BY 1)
      SELECT month, total, sum(total) OVER (ORDER BY month ROWS UNBOUNDED PRECEDING) FROM months ORDER BY 1`,
  },
  {
    name: "online sales in the West by brand",
    draft: {
      columns: [sales],
      filters: [
        { kind: "list", column: "Region", values: ["West"], exclude: false },
        { kind: "list", column: "Channel", values: ["Online"], exclude: false },
      ],
      groupings: [{ keys: ["Brand"], calculations: ["Sales in all"], sort: [] }],
    },
    sql: `SELECT p.brand, sum(o.sales) FROM sample.order_lines o LEFT JOIN sample.products p USING (product_id)
      LEFT JOIN sample.customers c USING (customer_id) WHERE c.region IN ('West') AND o.channel IN ('Online')
      GROUP BY 1 ORDER BY 1`,
  },
  {
    name: "return rate by category",
    draft: {
      columns: [{ name: "Rate", formula: "CountIf([Returned]) / Count()", format: null }],
      groupings: [{ keys: ["Category"], calculations: ["Rate"], sort: [] }],
    },
    sql: `SELECT p.category, (count(*) FILTER (WHERE o.returned))::DOUBLE / nullif(count(*), 0)
      FROM sample.order_lines o LEFT JOIN sample.products p USING (product_id) GROUP BY 1 ORDER BY 1`,
  },
  {
    name: "key figures",
    draft: {
      columns: [
        sales,
        { name: "Profit in all", formula: "Sum([Profit])", format: null },
        { name: "Customers", formula: "CountDistinct([Customer Id])", format: null },
        { name: "Average rating", formula: "Avg([Rating])", format: null },
      ],
      summaries: ["Sales in all", "Profit in all", "Customers", "Average rating"],
    },
    sql: `SELECT sum(sales), sum(profit), count(DISTINCT customer_id), avg(rating) FROM sample.order_lines`,
  },
  {
    name: "a thousand lines of one customer's state",
    draft: {
      filters: [{ kind: "list", column: "Channel", values: ["Phone"], exclude: false }],
      columns: [{ name: "Margin of line", formula: "[Profit] / [Sales]", format: null }],
      show: ["Order Id", "Order Date", "Product Name", "Sales", "Margin of line"],
      sort: [{ column: "Sales", direction: "descending" }],
      limit: 1000,
    },
    sql: `SELECT o.order_id, o.order_date::TIMESTAMP, p.product_name, o.sales, o.profit::DOUBLE / nullif(o.sales, 0)
      FROM sample.order_lines o LEFT JOIN sample.products p USING (product_id) WHERE o.channel IN ('Phone')
      ORDER BY o.sales DESC NULLS LAST, o.order_id, o.order_date, p.product_name LIMIT 1000`,
  },
];
