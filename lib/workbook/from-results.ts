import type { Chart } from "../chart/chart.ts";
import type { Document, View, Worksheet } from "../worksheet/worksheet.ts";
import { type Element, gridColumns, type Place, type WorkbookDocument } from "./workbook.ts";

/** What an answer found: what was run, and how it is drawn (null: as a table alone). */
export type FoundResult = { readonly document: Document; readonly view: View; readonly chart: Chart | null };

const chartHeight = 11;
const tableHeight = 12;
const numberHeight = 4;

/**
 * A workbook of one page on which results stand as live elements: the chart, and the table below it. Worksheets get ids of their own
 * (`newId`) and names that no other has, so that several answers fit into one document.
 */
export function documentFromResults(results: readonly FoundResult[], newId: () => string): WorkbookDocument {
  const worksheets: Record<string, Worksheet> = {};
  const elements: Record<string, Element> = {};
  const controls: Document["controls"] = [];
  const layout: Place[] = [];
  let y = 0;
  const stand = (element: Element, height: number): void => {
    elements[element.id] = element;
    layout.push({ elementId: element.id, x: 0, y, width: gridColumns, height });
    y += height;
  };
  for (const { document, view, chart } of results) {
    const ids = new Map(closureOf(document, view.worksheetId).map((id) => [id, newId()]));
    const renamed = (id: string): string => ids.get(id) ?? id;
    for (const [id, own] of ids) {
      const worksheet = document.worksheets[id];
      if (worksheet === undefined) continue;
      worksheets[own] = { ...worksheet, name: freeName(worksheet.name, worksheets), source: moved(worksheet, renamed) };
    }
    controls.push(...document.controls.filter(({ id }) => !controls.some((known) => known.id === id)));
    const worksheetId = renamed(view.worksheetId);
    if (chart !== null)
      stand(
        { kind: "chart", id: newId(), chart: { ...chart, view: { ...chart.view, worksheetId } } },
        chart.mark === "kpi" ? numberHeight : chartHeight,
      );
    stand(
      { kind: "table", id: newId(), worksheetId, columns: [...view.columns], frozen: 0, widths: {}, collapsed: [] },
      tableHeight,
    );
  }
  return { worksheets, controls, elements, pages: [{ id: newId(), name: "Page 1", layout }] };
}

/** The worksheet and those that it is built on. */
export function closureOf({ worksheets }: Pick<Document, "worksheets">, worksheetId: string): string[] {
  const ids: string[] = [];
  for (let id: string | null = worksheetId; id !== null && !ids.includes(id); ) {
    const worksheet: Worksheet | undefined = worksheets[id];
    if (worksheet === undefined) break;
    ids.push(id);
    id = "worksheetId" in worksheet.source ? worksheet.source.worksheetId : null;
  }
  return ids;
}

function moved({ source }: Worksheet, renamed: (id: string) => string): Worksheet["source"] {
  return "worksheetId" in source ? { ...source, worksheetId: renamed(source.worksheetId) } : source;
}

function freeName(name: string, worksheets: Readonly<Record<string, Worksheet>>): string {
  const taken = new Set(Object.values(worksheets).map((worksheet) => worksheet.name.toLowerCase()));
  let free = name;
  for (let count = 2; taken.has(free.toLowerCase()); count += 1) free = `${name} (${count})`;
  return free;
}
