import type { Worksheet } from "../worksheet/worksheet.ts";
import { type Element, gridColumns, type WorkbookDocument, worksheetIdOf } from "./workbook.ts";

/**
 * What keeps a document from being stored, in sentences; none: it holds together. Formulas may have errors, which their elements show;
 * ids may not lead nowhere.
 */
export function findDocumentProblems(document: WorkbookDocument): readonly string[] {
  return [
    ...misnamed("worksheet", Object.keys(document.worksheets), []),
    ...misnamed(
      "element",
      Object.keys(document.elements),
      Object.entries(document.elements).flatMap(([key, { id }]) => (key === id ? [] : [key])),
    ),
    ...doubled(
      "control",
      document.controls.map(({ id }) => id),
    ),
    ...doubled(
      "page",
      document.pages.map(({ id }) => id),
    ),
    ...Object.values(document.elements).flatMap((element) => elementProblems(document, element)),
    ...Object.entries(document.worksheets).flatMap(([id, worksheet]) => worksheetProblems(document, id, worksheet)),
    ...placeProblems(document),
  ];
}

const levelNames = ["base", "summary"];

function misnamed(what: string, keys: readonly string[], wrong: readonly string[]): string[] {
  const reserved = keys.filter((key) => levelNames.includes(key));
  return [...reserved, ...wrong].map((key) => `The ${what} "${key}" has an id that it cannot have.`);
}

function doubled(what: string, ids: readonly string[]): string[] {
  const twice = new Set(ids.filter((id, index) => ids.indexOf(id) !== index));
  return [...twice].map((id) => `The ${what} "${id}" stands twice in the document.`);
}

function elementProblems(document: WorkbookDocument, element: Element): string[] {
  const worksheetId = worksheetIdOf(element);
  if (worksheetId !== null && document.worksheets[worksheetId] === undefined)
    return [`The element "${element.id}" shows a worksheet that does not exist.`];
  if (element.kind === "control" && !document.controls.some(({ id }) => id === element.controlId))
    return [`The element "${element.id}" shows a control that does not exist.`];
  return [];
}

function worksheetProblems({ worksheets }: WorkbookDocument, id: string, worksheet: Worksheet): string[] {
  const { name } = worksheet;
  if ("worksheetId" in worksheet.source && worksheets[worksheet.source.worksheetId] === undefined)
    return [`"${name}" is built on an element that does not exist.`];
  if (isInCircle(worksheets, id)) return [`"${name}" is built on itself, through other elements.`];
  const columnIds = worksheet.columns.map((column) => column.id);
  const groupingIds = worksheet.groupings.map((grouping) => grouping.id);
  return [...doubled("column", columnIds), ...doubled("grouping", groupingIds)];
}

function isInCircle(worksheets: WorkbookDocument["worksheets"], start: string): boolean {
  const seen = new Set<string>();
  for (let id: string | null = start; id !== null; ) {
    if (seen.has(id)) return true;
    seen.add(id);
    const source: Worksheet["source"] | undefined = worksheets[id]?.source;
    id = source !== undefined && "worksheetId" in source ? source.worksheetId : null;
  }
  return false;
}

function placeProblems({ pages, elements }: WorkbookDocument): string[] {
  const places = pages.flatMap(({ layout }) => layout);
  const placed = places.map(({ elementId }) => elementId);
  return [
    ...doubled("element", placed),
    ...placed.filter((id) => elements[id] === undefined).map((id) => `The page shows "${id}", which does not exist.`),
    ...Object.keys(elements)
      .filter((id) => !placed.includes(id))
      .map((id) => `The element "${id}" stands on no page.`),
    ...places
      .filter(({ x, width }) => x + width > gridColumns)
      .map(({ elementId }) => `The element "${elementId}" reaches beyond the page.`),
  ];
}
