import { expect, test } from "vitest";
import { type ChangeKind, changeOfDocument, changeOfWorkbook } from "#lib/workbook/change";
import type { WorkbookDocument } from "#lib/workbook/workbook";
import type { Filter, Worksheet } from "#lib/worksheet/worksheet";
import { sampleDocument, tableElement } from "#tests/support/workbooks";

const document = sampleDocument("source");

function withSales(change: Partial<Worksheet>): WorkbookDocument {
  const sales = document.worksheets["sales"];
  if (sales === undefined) throw new Error("The sample has no worksheet of sales.");
  return { ...document, worksheets: { ...document.worksheets, sales: { ...sales, ...change } } };
}

const list: Filter = {
  kind: "list",
  id: "f",
  columnId: "region",
  exclude: false,
  nulls: "drop",
  values: ["East"],
};
const formula: Filter = { ...list, kind: "formula", formula: "[Amount] > 3" };

const cases: Record<string, [WorkbookDocument, ChangeKind]> = {
  nothing: [structuredClone(document), "none"],
  "a filter by value": [withSales({ filters: [list] }), "basic"],
  "a filter that is a formula": [withSales({ filters: [formula] }), "full"],
  "a sort and a limit": [withSales({ sort: [{ columnId: "amount", direction: "descending" }], limit: 10 }), "basic"],
  "the order of groups": [
    withSales({
      groupings: [
        {
          id: "by-region",
          keys: ["region"],
          calculations: ["total"],
          sort: [{ columnId: "total", direction: "descending" }],
        },
      ],
    }),
    "basic",
  ],
  "another formula": [withSales({ columns: [{ id: "region", name: "Region", formula: "Upper([Region])" }] }), "full"],
  "another source": [withSales({ source: { sourceId: "other" } }), "full"],
  "the value of a control": [
    { ...document, controls: [{ kind: "list", id: "Region-choice", name: "Region", value: ["East"], multiple: true }] },
    "basic",
  ],
  "what a control is": [
    { ...document, controls: [{ kind: "list", id: "Region-choice", name: "Region", value: [], multiple: false }] },
    "full",
  ],
  "the looks of a table": [
    {
      ...document,
      elements: {
        ...document.elements,
        table: { ...tableElement("table", "sales"), columns: ["amount"], frozen: 1, widths: { amount: 90 } },
      },
    },
    "basic",
  ],
  "a text": [
    { ...document, elements: { ...document.elements, words: { kind: "text", id: "words", text: "Other" } } },
    "full",
  ],
  "a place": [{ ...document, pages: document.pages.toReversed() }, "full"],
};

test.each(Object.entries(cases))("%s", (_name, [changed, kind]) => {
  expect(changeOfWorkbook(document, changed)).toBe(kind);
});

test("a part of the worksheets is no change, a worksheet that is not stored is one of everything", () => {
  const { sales } = document.worksheets;
  if (sales === undefined) throw new Error("The sample has no worksheet of sales.");
  expect(changeOfDocument(document, { worksheets: { sales }, controls: [] })).toBe("none");
  expect(changeOfDocument(document, { worksheets: { other: sales }, controls: [] })).toBe("full");
});
