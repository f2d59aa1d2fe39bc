import { expect, test } from "vitest";
import { findDocumentProblems } from "#lib/workbook/document-problems";
import { type WorkbookDocument, workbookDocumentSchema } from "#lib/workbook/workbook";
import { sampleDocument, worksheetOf } from "#tests/support/workbooks";

const document = sampleDocument("source");

test("a document that holds together has no problems", () => {
  expect(findDocumentProblems(workbookDocumentSchema.parse(document))).toEqual([]);
});

const [first, second] = document.pages;
const broken: Record<string, [Partial<WorkbookDocument>, string]> = {
  "an element without its worksheet": [{ worksheets: { sales: worksheetOf("Sales", { sourceId: "s" }) } }, '"bars"'],
  "an element without its control": [{ controls: [] }, '"choice"'],
  "a control that stands twice": [{ controls: [...document.controls, ...document.controls] }, "twice"],
  "worksheets in a circle": [
    {
      worksheets: {
        sales: worksheetOf("Sales", { worksheetId: "chart", level: "base" }),
        chart: worksheetOf("Sales by region", { worksheetId: "sales", level: "base" }),
      },
    },
    "built on itself",
  ],
  "a worksheet on nothing": [
    {
      worksheets: {
        sales: worksheetOf("Sales", { sourceId: "s" }),
        chart: worksheetOf("Sales by region", { worksheetId: "gone", level: "base" }),
      },
    },
    "does not exist",
  ],
  "an element on no page": [{ pages: first === undefined ? [] : [first] }, '"table" stands on no page'],
  "an element on two pages": [
    {
      pages: [
        ...document.pages,
        { id: "third", name: "Third", layout: [{ elementId: "table", x: 0, y: 0, width: 4, height: 4 }] },
      ],
    },
    '"table" stands twice',
  ],
  "a place without an element": [
    {
      pages: [
        ...document.pages,
        { id: "third", name: "Third", layout: [{ elementId: "gone", x: 0, y: 0, width: 4, height: 4 }] },
      ],
    },
    '"gone", which does not exist',
  ],
  "an element beyond the page": [
    {
      pages: [
        ...(first === undefined ? [] : [first]),
        {
          id: second?.id ?? "",
          name: "Rows",
          layout: [{ elementId: "table", x: 20, y: 0, width: 12, height: 4 }],
        },
      ],
    },
    "beyond the page",
  ],
  "an element under another's id": [
    { elements: { ...document.elements, table: { kind: "text", id: "words", text: "" } } },
    '"table"',
  ],
};

test.each(Object.entries(broken))("%s is told", (_name, [change, words]) => {
  expect(findDocumentProblems({ ...document, ...change }).join("\n")).toContain(words);
});
