import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isSame } from "#lib/workbook/change";
import { findDocumentProblems } from "#lib/workbook/document-problems";
import { mergeDocuments } from "#lib/workbook/merge";
import type { WorkbookDocument } from "#lib/workbook/workbook";
import { sampleDocument, tableElement, worksheetOf } from "#tests/support/workbooks";

const base = sampleDocument("source");

type Step = (document: WorkbookDocument) => WorkbookDocument;

const rename =
  (worksheetId: string, name: string): Step =>
  (document) => {
    const worksheet = document.worksheets[worksheetId];
    if (worksheet === undefined) return document;
    return { ...document, worksheets: { ...document.worksheets, [worksheetId]: { ...worksheet, name } } };
  };
const write =
  (text: string): Step =>
  (document) =>
    document.elements["words"] === undefined
      ? document
      : { ...document, elements: { ...document.elements, words: { kind: "text", id: "words", text } } };
const remove =
  (elementId: string): Step =>
  ({ elements, pages, ...document }) => ({
    ...document,
    elements: Object.fromEntries(Object.entries(elements).filter(([id]) => id !== elementId)),
    pages: pages.map((page) => ({ ...page, layout: page.layout.filter((place) => place.elementId !== elementId) })),
  });
const add =
  (id: string): Step =>
  (document) =>
    document.elements[id] !== undefined
      ? document
      : {
          ...document,
          worksheets: { ...document.worksheets, [id]: worksheetOf(id, { worksheetId: "sales", level: "base" }) },
          elements: { ...document.elements, [id]: tableElement(id, id) },
          pages: document.pages.map((page, index) =>
            index === 0
              ? { ...page, layout: [...page.layout, { elementId: id, x: 0, y: 40, width: 12, height: 6 }] }
              : page,
          ),
        };
const move =
  (elementId: string, y: number): Step =>
  (document) => ({
    ...document,
    pages: document.pages.map((page) => ({
      ...page,
      layout: page.layout.map((place) => (place.elementId === elementId ? { ...place, y } : place)),
    })),
  });
const addPage =
  (id: string): Step =>
  (document) =>
    document.pages.some((page) => page.id === id)
      ? document
      : { ...document, pages: [...document.pages, { id, name: id, layout: [] }] };

const ids = ["table", "bars", "words", "choice", "new-1", "new-2"];
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(fc.constantFrom("sales", "chart"), fc.constantFrom("A", "B", "C")).map(([id, name]) => rename(id, name)),
  fc.constantFrom("one", "two").map(write),
  fc.constantFrom(...ids).map(remove),
  fc.constantFrom("new-1", "new-2").map(add),
  fc.tuple(fc.constantFrom(...ids), fc.nat(50)).map(([id, y]) => move(id, y)),
  fc.constantFrom("page-a", "page-b").map(addPage),
);
const edited = fc.array(step, { maxLength: 6 }).map((steps) => steps.reduce((document, one) => one(document), base));

describe("putting two people's changes together", () => {
  test("one side alone is what it made", () => {
    fc.assert(
      fc.property(edited, (mine) => {
        expect(isSame(mergeDocuments(base, mine, base).document, mine)).toBe(true);
        expect(isSame(mergeDocuments(base, base, mine).document, mine)).toBe(true);
        expect(mergeDocuments(base, mine, mine).conflicts).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  test("whatever both do, the document holds together", () => {
    fc.assert(
      fc.property(edited, edited, (mine, theirs) => {
        expect(findDocumentProblems(mergeDocuments(base, mine, theirs).document)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  test("changes in different places are both there, and nobody is asked", () => {
    const mine = move("bars", 30)(write("Mine")(base));
    const theirs = add("new-1")(rename("sales", "Theirs")(base));
    const { document, conflicts } = mergeDocuments(base, mine, theirs);
    expect(conflicts).toEqual([]);
    expect(document.elements["words"]).toMatchObject({ text: "Mine" });
    expect(document.elements["new-1"]).toBeDefined();
    expect(document.worksheets["sales"]?.name).toBe("Theirs");
    expect(document.pages[0]?.layout.find(({ elementId }) => elementId === "bars")?.y).toBe(30);
  });

  test("what both changed is told by its name, and mine stands", () => {
    const { document, conflicts } = mergeDocuments(
      base,
      rename("sales", "Mine")(base),
      rename("sales", "Theirs")(base),
    );
    expect(conflicts).toEqual([{ what: "worksheet", id: "sales", name: "Mine" }]);
    expect(document.worksheets["sales"]?.name).toBe("Mine");
  });

  test("what one removes while the other changes it stays", () => {
    const { document, conflicts } = mergeDocuments(base, remove("words")(base), write("Theirs")(base));
    expect(document.elements["words"]).toMatchObject({ text: "Theirs" });
    expect(conflicts).toEqual([{ what: "element", id: "words", name: "Text" }]);
  });
});
