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
  const seen = new Set<string>();
  const twice = new Set(ids.filter((id) => seen.size === seen.add(id).size));
  return [...twice].map((id) => `The ${what} "${id}" stands twice in the document.`);
}

function elementProblems(document: WorkbookDocument, element: Element): string[] {
  const worksheetId = worksheetIdOf(element);
  if (worksheetId !== null && !Object.hasOwn(document.worksheets, worksheetId))
    return [`The element "${element.id}" shows a worksheet that does not exist.`];
  if (element.kind === "control" && !document.controls.some(({ id }) => id === element.controlId))
    return [`The element "${element.id}" shows a control that does not exist.`];
  return [];
}

function worksheetProblems({ worksheets }: WorkbookDocument, id: string, worksheet: Worksheet): string[] {
  const { name } = worksheet;
  if ("worksheetId" in worksheet.source && !Object.hasOwn(worksheets, worksheet.source.worksheetId))
    return [`"${name}" is built on an element that does not exist.`];
  const depth = depthOf(worksheets, id);
  if (depth === null) return [`"${name}" is built on itself, through other elements.`];
  if (depth > deepest) return [`"${name}" is built on more than ${deepest} other elements in a row.`];
  const columnIds = worksheet.columns.map((column) => column.id);
  const groupingIds = worksheet.groupings.map((grouping) => grouping.id);
  return [...doubled("column", columnIds), ...doubled("grouping", groupingIds)];
}

/** As far as a view follows the worksheets under it. */
const deepest = 40;

/** How many worksheets are under this one; null: it is under itself. */
function depthOf(worksheets: WorkbookDocument["worksheets"], start: string): number | null {
  const seen = new Set<string>();
  for (let id: string | null = start; id !== null && seen.size <= deepest; ) {
    if (seen.has(id)) return null;
    seen.add(id);
    const source: Worksheet["source"] | undefined = worksheets[id]?.source;
    id = source !== undefined && "worksheetId" in source ? source.worksheetId : null;
  }
  return seen.size - 1;
}

function placeProblems({ pages, elements }: WorkbookDocument): string[] {
  const places = pages.flatMap(({ layout }) => layout);
  const placed = places.map(({ elementId }) => elementId);
  const isPlaced = new Set(placed);
  return [
    ...doubled("element", placed),
    ...placed.filter((id) => !Object.hasOwn(elements, id)).map((id) => `The page shows "${id}", which does not exist.`),
    ...Object.keys(elements)
      .filter((id) => !isPlaced.has(id))
      .map((id) => `The element "${id}" stands on no page.`),
    ...places
      .filter(({ x, width }) => x + width > gridColumns)
      .map(({ elementId }) => `The element "${elementId}" reaches beyond the page.`),
  ];
}
