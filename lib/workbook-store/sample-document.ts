import "server-only";
import { type Chart, type ChartMark, createChart } from "#lib/chart/chart";
import type { Element, Place, WorkbookDocument } from "#lib/workbook/workbook";
import type { Filter, Grouping, Worksheet, WorksheetColumn } from "#lib/worksheet/worksheet";

/**
 * The workbook that comes with the sample: controls, numbers, charts, a text with live values and tables, all over one table of order
 * lines, so that a filter there acts everywhere. `modelId`: the source Orders.
 */
export function sampleDocument(modelId: string): WorkbookDocument {
  return {
    worksheets: { lines: linesOf(modelId), ...derived },
    controls: [
      { kind: "list", id: "Chosen regions", name: "Region", value: [], multiple: true },
      { kind: "list", id: "Chosen channels", name: "Channel", value: [], multiple: true },
      { kind: "dateRange", id: "Ordered", name: "Ordered", start: null, end: null },
    ],
    elements: Object.fromEntries(
      [...overview, ...customers, ...orderLines].map(({ element }) => [element.id, element]),
    ),
    pages: [
      pageOf("overview", "Overview", overview),
      pageOf("customers", "Customers", customers),
      pageOf("order-lines", "Order lines", orderLines),
    ],
  };
}

const usd = { kind: "currency", currency: "USD", decimals: 0 } as const;
const exactUsd = { kind: "currency", currency: "USD", decimals: 2 } as const;
const percent = { kind: "percent", decimals: 1 } as const;

const lineColumns: readonly WorksheetColumn[] = [
  plain("Order Id"),
  plain("Order Date"),
  plain("Region"),
  plain("State"),
  plain("Customer Name"),
  plain("Segment"),
  plain("Channel"),
  plain("Category"),
  plain("Sub-Category"),
  plain("Product Name"),
  plain("Quantity"),
  { ...plain("Sales"), format: exactUsd },
  { ...plain("Profit"), format: exactUsd },
  { id: "margin", name: "Margin", formula: "[Profit] / [Sales]", format: percent },
  plain("Returned"),
  plain("Customer Id"),
];

function linesOf(sourceId: string): Worksheet {
  const filters: Filter[] = [
    listFilter("by-region", "region", "Chosen regions"),
    listFilter("by-channel", "channel", "Chosen channels"),
    {
      kind: "dateRange",
      id: "by-date",
      columnId: "order-date",
      exclude: false,
      nulls: "keep",
      range: { kind: "between", start: { controlId: "Ordered" }, end: { controlId: "Ordered" } },
    },
  ];
  const sort = [{ columnId: "order-date", direction: "descending" } as const];
  return worksheet("Order lines", { sourceId }, lineColumns, { filters, sort });
}

function listFilter(id: string, columnId: string, controlId: string): Filter {
  return { kind: "list", id, columnId, exclude: false, nulls: "keep", values: { controlId } };
}

const totalSales: WorksheetColumn = { id: "sales", name: "Total sales", formula: "Sum([Sales])", format: usd };
const totalProfit: WorksheetColumn = { id: "profit", name: "Total profit", formula: "Sum([Profit])", format: usd };
const margin: WorksheetColumn = {
  id: "margin",
  name: "Margin",
  formula: "Sum([Profit]) / Sum([Sales])",
  format: percent,
};
const month: WorksheetColumn = {
  id: "month",
  name: "Month",
  formula: 'DateTrunc("month", [Order Date])',
  format: { kind: "date", datePattern: "month" },
};
const orders: WorksheetColumn = { id: "orders", name: "Orders", formula: "CountDistinct([Order Id])" };
const basket: WorksheetColumn = {
  id: "basket",
  name: "Average order",
  formula: "Sum([Sales]) / CountDistinct([Order Id])",
  format: usd,
};

const byMonth = [{ columnId: "month", direction: "ascending" }] as const;
const byMargin = [{ columnId: "margin", direction: "descending" }] as const;
const bySales = [{ columnId: "sales", direction: "descending" }] as const;

const derived: Readonly<Record<string, Worksheet>> = {
  "sales-number": overMonths("Sales this month", [totalSales]),
  "margin-number": overMonths("Margin this month", [margin]),
  "orders-number": overMonths("Orders this month", [orders]),
  "basket-number": overMonths("Average order this month", [basket]),
  "by-month": grouped("Sales by month and category", [month, plain("Category")], [totalSales], byMonth),
  "by-region": grouped("Sales by region", [plain("Region")], [totalSales, margin], bySales),
  "top-products": grouped("Ten best-selling products", [plain("Product Name")], [totalSales, margin], bySales, [
    {
      kind: "topN",
      id: "ten",
      columnId: "sales",
      exclude: false,
      nulls: "keep",
      n: 10,
      direction: "top",
      per: "all",
    },
  ]),
  "by-segment": grouped("Sales by segment", [plain("Segment")], [totalSales], bySales),
  "by-kind": grouped("Margin by kind of product", [plain("Sub-Category")], [totalSales, margin], byMargin),
  places: worksheet(
    "Regions and states",
    { worksheetId: "lines", level: "base" },
    [
      plain("Region"),
      plain("State"),
      totalSales,
      totalProfit,
      margin,
      { ...totalSales, id: "state-sales", name: "Sales of state" },
      share(),
    ],
    {
      groupings: [
        group("regions", ["region"], ["sales", "profit", "margin"], bySales),
        group("states", ["state"], ["state-sales", "share"], [{ columnId: "state-sales", direction: "descending" }]),
      ],
    },
  ),
};

function share(): WorksheetColumn {
  return {
    id: "share",
    name: "Share of region",
    formula: 'PercentOfTotal(Sum([Sales]), "parent_grouping")',
    format: percent,
  };
}

function overMonths(name: string, measures: readonly WorksheetColumn[]): Worksheet {
  return grouped(name, [month], measures, byMonth);
}

function grouped(
  name: string,
  keys: readonly WorksheetColumn[],
  measures: readonly WorksheetColumn[],
  sort: Grouping["sort"] | readonly Grouping["sort"][number][],
  filters: readonly Filter[] = [],
): Worksheet {
  const grouping = group(
    "groups",
    keys.map(({ id }) => id),
    measures.map(({ id }) => id),
    sort,
  );
  const columns = [...keys, ...measures];
  return worksheet(name, { worksheetId: "lines", level: "base" }, columns, { groupings: [grouping], filters });
}

function group(
  id: string,
  keys: readonly string[],
  calculations: readonly string[],
  sort: readonly Grouping["sort"][number][],
): Grouping {
  return { id, keys: [...keys], calculations: [...calculations], sort: [...sort] };
}

function worksheet(
  name: string,
  source: Worksheet["source"],
  columns: readonly WorksheetColumn[],
  parts: { readonly [Part in "groupings" | "filters" | "sort"]?: readonly Worksheet[Part][number][] },
): Worksheet {
  return {
    version: 1,
    name,
    source,
    columns: [...columns],
    groupings: [...(parts.groupings ?? [])],
    summaries: [],
    filters: [...(parts.filters ?? [])],
    sort: [...(parts.sort ?? [])],
    limit: null,
  };
}

/** A column under its own name: `Sub-Category` has the id `sub-category`. */
function plain(name: string): WorksheetColumn {
  return { id: name.toLowerCase().replaceAll(" ", "-"), name, formula: `[${name}]` };
}

type Placed = { readonly element: Element; readonly place: Omit<Place, "elementId"> };

function pageOf(id: string, name: string, placed: readonly Placed[]) {
  return { id, name, layout: placed.map(({ element, place }) => ({ elementId: element.id, ...place })) };
}

function at(x: number, y: number, width: number, height: number, element: Element): Placed {
  return { element, place: { x, y, width, height } };
}

type ChartParts = { readonly x: string; readonly y: readonly string[]; readonly color?: string } & Partial<
  Pick<Chart, "stacking" | "orientation" | "kpi" | "labels">
>;

function chart(worksheetId: string, mark: ChartMark, { x, y, color, ...parts }: ChartParts): Element {
  const columns = [x, ...(color === undefined ? [] : [color]), ...y];
  return {
    kind: "chart",
    id: `${worksheetId}-chart`,
    chart: createChart({
      view: { worksheetId, level: "groups", columns },
      mark,
      x,
      y: [...y],
      color: color ?? null,
      size: null,
      trellis: null,
      stacking: "none",
      orientation: "vertical",
      ...parts,
    }),
  };
}

function number(worksheetId: string, measure: string): Element {
  const kpi = { comparison: "previous", targetColumnId: null, isLowerBetter: false, sparkline: true } as const;
  return chart(worksheetId, "kpi", { x: "month", y: [measure], kpi });
}

function text(id: string, words: string): Element {
  return { kind: "text", id, text: words };
}

function control(controlId: string, columnId: string | null): Element {
  const options = columnId === null ? null : { worksheetId: "lines", columnId };
  return { kind: "control", id: `${controlId}-control`, controlId, options };
}

function table(worksheetId: string, columns: readonly string[], collapsed: readonly string[] = []): Element {
  return {
    kind: "table",
    id: `${worksheetId}-table`,
    worksheetId,
    columns: [...columns],
    frozen: 1,
    widths: {},
    collapsed: [...collapsed],
  };
}

const welcome = [
  "## How the shop is doing",
  "Sales of **{{= Sum([Order lines/Sales]) }}** in **{{= CountDistinct([Order lines/Order Id]) }}** orders, at a margin of **{{= Round(100 * Sum([Order lines/Profit]) / Sum([Order lines/Sales]), 1) }}%**. Choose a region or a time to see its part.",
].join("\n\n");

const overview: readonly Placed[] = [
  at(0, 0, 24, 3, text("welcome", welcome)),
  at(0, 3, 7, 2, control("Chosen regions", "region")),
  at(7, 3, 7, 2, control("Chosen channels", "channel")),
  at(14, 3, 10, 2, control("Ordered", null)),
  at(0, 5, 6, 4, number("sales-number", "sales")),
  at(6, 5, 6, 4, number("margin-number", "margin")),
  at(12, 5, 6, 4, number("orders-number", "orders")),
  at(18, 5, 6, 4, number("basket-number", "basket")),
  at(0, 9, 15, 10, chart("by-month", "area", { x: "month", y: ["sales"], color: "category", stacking: "stacked" })),
  at(15, 9, 9, 10, chart("by-segment", "donut", { x: "segment", y: ["sales"] })),
  at(0, 19, 10, 10, chart("by-region", "bar", { x: "region", y: ["sales"], labels: "auto" })),
  at(10, 19, 14, 10, chart("top-products", "bar", { x: "product-name", y: ["sales"], orientation: "horizontal" })),
];

const customers: readonly Placed[] = [
  at(
    0,
    0,
    24,
    2,
    text(
      "customers-text",
      "Open a region to see its states. Every figure here follows the controls of the first page.",
    ),
  ),
  at(0, 2, 15, 18, table("places", ["region", "state", "sales", "margin", "state-sales", "share"], ["regions"])),
  at(15, 2, 9, 18, chart("by-kind", "bar", { x: "sub-category", y: ["margin"], orientation: "horizontal" })),
];

const orderLines: readonly Placed[] = [
  at(
    0,
    0,
    24,
    22,
    table(
      "lines",
      lineColumns.map(({ id }) => id).filter((id) => id !== "customer-id"),
    ),
  ),
];
