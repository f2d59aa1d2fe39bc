import { expect, test } from "vitest";
import { rowsVersion } from "#lib/workbook/rows-version";
import type { Document } from "#lib/worksheet/worksheet";
import { worksheetOf } from "#tests/support/workbooks";

const orders = {
  ...worksheetOf("Orders", { sourceId: "s" }),
  columns: [{ id: "sales", name: "Sales", formula: "[Price] * [Quantity]" }],
};
const targets = {
  ...worksheetOf("Targets", { sourceId: "t" }),
  columns: [{ id: "share", name: "Share", formula: "[Target] / Sum([Orders/Sales])" }],
};
const document: Document = { worksheets: { orders, targets }, controls: [] };

function withOrders(changes: Partial<typeof orders>): Document {
  return { ...document, worksheets: { orders: { ...orders, ...changes }, targets } };
}

test("a worksheet that is called otherwise keeps its rows", () => {
  expect(rowsVersion(withOrders({ name: "Lines" }), "orders")).toBe(rowsVersion(document, "orders"));
});

test("a worksheet whose formulas name another has other rows once that name is gone", () => {
  expect(rowsVersion(withOrders({ name: "Lines" }), "targets")).not.toBe(rowsVersion(document, "targets"));
});

test.each([
  { columns: [{ id: "sales", name: "Sales", formula: "[Price]" }] },
  { columns: [{ id: "sales", name: "Revenue", formula: "[Price] * [Quantity]" }] },
])("another formula or name of a column makes other rows: %j", (changes) => {
  expect(rowsVersion(withOrders(changes), "orders")).not.toBe(rowsVersion(document, "orders"));
});

test("the format of a column does not", () => {
  const formatted = orders.columns.map((column) => ({ ...column, format: { kind: "percent", decimals: 1 } as const }));
  expect(rowsVersion(withOrders({ columns: formatted }), "orders")).toBe(rowsVersion(document, "orders"));
});
