import { renameOwner } from "../../formula/rename.ts";
import { nameKey } from "../../worksheet/names.ts";
import type { Filter, Source, Worksheet } from "../../worksheet/worksheet.ts";
import { splitText, writeText } from "../live-text.ts";
import { type Element, type WorkbookDocument, worksheetIdOf } from "../workbook.ts";
import { freeName, freeWorksheetName } from "./free-name.ts";

/**
 * The element under another name, and every formula that names it rewritten; a taken name gets ` (2)`. `sources`: a relationship of
 * that name comes before the element, so formulas over such a source mean something else. An empty name changes nothing.
 */
export function renameElement(
  document: WorkbookDocument,
  elementId: string,
  name: string,
  sources: ReadonlyMap<string, Source>,
): WorkbookDocument {
  const element = document.elements[elementId];
  const wanted = name
    .replaceAll(/[/\r\n]/g, " ")
    .trim()
    .slice(0, 195);
  if (element === undefined || wanted === "") return document;
  if (element.kind === "control") return renameControl(document, element.controlId, wanted);
  const worksheetId = worksheetIdOf(element);
  const worksheet = worksheetId === null ? undefined : document.worksheets[worksheetId];
  if (worksheetId === null || worksheet === undefined || worksheet.name === wanted) return document;
  const change = { document, sources, from: worksheet.name, to: freeWorksheetName(document, wanted, worksheetId) };
  const worksheets = Object.entries(document.worksheets).map(([id, sheet]): [string, Worksheet] => {
    const rewritten = rewrite(sheet, change);
    return [id, id === worksheetId ? { ...rewritten, name: change.to } : rewritten];
  });
  const elements = Object.entries(document.elements).map(([id, one]): [string, Element] => [
    id,
    rewriteText(one, change),
  ]);
  return { ...document, worksheets: Object.fromEntries(worksheets), elements: Object.fromEntries(elements) };
}

type Change = {
  readonly document: WorkbookDocument;
  readonly sources: ReadonlyMap<string, Source>;
  readonly from: string;
  readonly to: string;
};

/** The name that people read; formulas name a control by its id. */
function renameControl(document: WorkbookDocument, controlId: string, name: string): WorkbookDocument {
  const others = document.controls.filter(({ id }) => id !== controlId);
  const free = freeName(
    name,
    others.map((other) => other.name),
  );
  const controls = document.controls.map((control) =>
    control.id === controlId ? { ...control, name: free } : control,
  );
  return { ...document, controls };
}

function rewrite(sheet: Worksheet, change: Change): Worksheet {
  if (hasRelationship(sheet, change)) return sheet;
  const renamed = (formula: string): string => renameOwner(formula, change.from, change.to);
  return {
    ...sheet,
    columns: sheet.columns.map((column) => ({ ...column, formula: renamed(column.formula) })),
    filters: sheet.filters.map(
      (filter): Filter => (filter.kind === "formula" ? { ...filter, formula: renamed(filter.formula) } : filter),
    ),
  };
}

function rewriteText(element: Element, { from, to }: Change): Element {
  if (element.kind !== "text") return element;
  const parts = splitText(element.text).map((part) =>
    part.kind === "value" ? { ...part, formula: renameOwner(part.formula, from, to) } : part,
  );
  return { ...element, text: writeText(parts) };
}

function hasRelationship({ source }: Worksheet, { sources, from }: Change): boolean {
  const relationships = "sourceId" in source ? (sources.get(source.sourceId)?.relationships ?? []) : [];
  return relationships.some(({ name }) => nameKey([name]) === nameKey([from]));
}
