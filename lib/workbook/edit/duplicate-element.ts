import { type Element, type WorkbookDocument, worksheetIdOf } from "../workbook.ts";
import { type Added, place } from "./add-element.ts";
import { freeControlId, freeName, freeWorksheetName } from "./free-name.ts";
import { pageOf } from "./layout.ts";

type CreateId = () => string;

/** A second one below, with a worksheet or a control of its own; what is built on the first stays there. Null: there is no such element. */
export function duplicateElement(document: WorkbookDocument, elementId: string, createId: CreateId): Added | null {
  const element = document.elements[elementId];
  const page = pageOf(document, elementId);
  const size = page?.layout.find((one) => one.elementId === elementId);
  if (element === undefined || page === undefined || size === undefined) return null;
  const copy = copyOf(document, element, createId);
  return place(copy.document, page.id, copy.element, size);
}

function copyOf(
  document: WorkbookDocument,
  element: Element,
  createId: CreateId,
): { readonly document: WorkbookDocument; readonly element: Element } {
  const id = createId();
  if (element.kind === "text") return { document, element: { ...element, id } };
  if (element.kind === "control") {
    const control = document.controls.find((one) => one.id === element.controlId);
    if (control === undefined) return { document, element: { ...element, id } };
    const name = freeName(
      control.name,
      document.controls.map((one) => one.name),
    );
    const controlId = freeControlId(document, name);
    const controls = [...document.controls, { ...control, id: controlId, name }];
    return { document: { ...document, controls }, element: { ...element, id, controlId } };
  }
  const worksheetId = createId();
  const worksheet = document.worksheets[worksheetIdOf(element) ?? ""];
  if (worksheet === undefined) return { document, element: { ...element, id } };
  const named = { ...worksheet, name: freeWorksheetName(document, worksheet.name) };
  const copied = { ...document, worksheets: { ...document.worksheets, [worksheetId]: named } };
  if (element.kind === "table") return { document: copied, element: { ...element, id, worksheetId } };
  const chart = { ...element.chart, view: { ...element.chart.view, worksheetId } };
  return { document: copied, element: { ...element, id, chart } };
}
