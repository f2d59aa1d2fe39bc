import type { Filter, Worksheet } from "../../worksheet/worksheet.ts";
import { type Element, type WorkbookDocument, worksheetIdOf } from "../workbook.ts";
import { compact } from "./layout.ts";

/** The elements that cannot stand without this one: those built on its rows, and those built on these. */
export function findDependants(document: WorkbookDocument, elementId: string): readonly Element[] {
  const going = worksheetsGoingWith(document, elementId);
  return Object.values(document.elements).filter((element) => {
    const worksheetId = worksheetIdOf(element);
    return element.id !== elementId && worksheetId !== null && going.has(worksheetId);
  });
}

/** Without the element and without what depends on it. Formulas that name it say so in their places. */
export function removeElement(document: WorkbookDocument, elementId: string): WorkbookDocument {
  const removed = [elementId, ...findDependants(document, elementId).map(({ id }) => id)];
  return removeElements(document, removed);
}

/** Elements together with the worksheets and controls that nothing shows any more. */
export function removeElements(document: WorkbookDocument, elementIds: readonly string[]): WorkbookDocument {
  const gone = new Set(elementIds);
  const elements = Object.fromEntries(Object.entries(document.elements).filter(([id]) => !gone.has(id)));
  const left = Object.values(elements);
  const removedControls = new Set(
    document.controls
      .map(({ id }) => id)
      .filter((id) => elementIds.some((elementId) => isOfControl(document.elements[elementId], id)))
      .filter((id) => !left.some((element) => isOfControl(element, id))),
  );
  const worksheets = withoutUnshown(document, elements, elementIds);
  return {
    worksheets: mapValues(worksheets, (worksheet) => withoutControls(worksheet, removedControls)),
    controls: document.controls.filter(({ id }) => !removedControls.has(id)),
    elements: mapValues(elements, (element) => withoutLostOptions(element, worksheets)),
    pages: document.pages.map((page) => ({
      ...page,
      layout: compact(page.layout.filter((place) => !gone.has(place.elementId))),
    })),
  };
}

/** The element's worksheet, when nothing else shows it, and all that are built on it. */
function worksheetsGoingWith(document: WorkbookDocument, elementId: string): ReadonlySet<string> {
  const element = document.elements[elementId];
  const worksheetId = element === undefined ? null : worksheetIdOf(element);
  const isShown = Object.values(document.elements).some(
    (other) => other.id !== elementId && worksheetIdOf(other) === worksheetId,
  );
  if (worksheetId === null || isShown) return new Set();
  const going = new Set([worksheetId]);
  const entries = Object.entries(document.worksheets);
  for (let count = 0; count !== going.size; ) {
    count = going.size;
    for (const [id, { source }] of entries) if ("worksheetId" in source && going.has(source.worksheetId)) going.add(id);
  }
  return going;
}

function withoutUnshown(
  document: WorkbookDocument,
  elements: WorkbookDocument["elements"],
  removedIds: readonly string[],
): WorkbookDocument["worksheets"] {
  const shown = new Set(Object.values(elements).map(worksheetIdOf));
  const removed = removedIds.flatMap((id) => {
    const element = document.elements[id];
    return (element === undefined ? null : worksheetIdOf(element)) ?? [];
  });
  let worksheets = document.worksheets;
  for (let isSettled = false; !isSettled; ) {
    const current = worksheets;
    const isBase = (id: string): boolean =>
      Object.values(current).some(({ source }) => "worksheetId" in source && source.worksheetId === id);
    const going = removed.filter((id) => current[id] !== undefined && !shown.has(id) && !isBase(id));
    worksheets = Object.fromEntries(Object.entries(current).filter(([id]) => !going.includes(id)));
    isSettled = going.length === 0;
  }
  return worksheets;
}

function withoutControls(worksheet: Worksheet, controlIds: ReadonlySet<string>): Worksheet {
  if (controlIds.size === 0) return worksheet;
  const filters = worksheet.filters.filter((filter) => !controlsOf(filter).some((id) => controlIds.has(id)));
  return filters.length === worksheet.filters.length ? worksheet : { ...worksheet, filters };
}

/** The controls that a filter takes its values from. */
export function controlsOf(filter: Filter): string[] {
  const values: unknown[] = [...Object.values(filter), ...("range" in filter ? Object.values(filter.range) : [])];
  return [...new Set(values.flatMap((value) => (isFromControl(value) ? [value.controlId] : [])))];
}

function isFromControl(value: unknown): value is { readonly controlId: string } {
  return typeof value === "object" && value !== null && "controlId" in value && typeof value.controlId === "string";
}

function isOfControl(element: Element | undefined, controlId: string): boolean {
  return element?.kind === "control" && element.controlId === controlId;
}

function withoutLostOptions(element: Element, worksheets: WorkbookDocument["worksheets"]): Element {
  if (element.kind !== "control" || element.options === null) return element;
  return worksheets[element.options.worksheetId] === undefined ? { ...element, options: null } : element;
}

function mapValues<T>(record: Readonly<Record<string, T>>, change: (value: T) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(record).map(([id, value]) => [id, change(value)]));
}
