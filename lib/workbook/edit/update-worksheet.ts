import type { Worksheet } from "../../worksheet/worksheet.ts";
import type { ChartElement, Element, TableElement, WorkbookDocument } from "../workbook.ts";
import { keepReferences } from "./worksheet-columns.ts";

/**
 * The document with another worksheet in this place; the elements that show it follow: removed columns leave them, new ones come last
 * in tables. An unknown worksheet changes nothing.
 */
export function updateWorksheet(
  document: WorkbookDocument,
  worksheetId: string,
  change: (worksheet: Worksheet) => Worksheet,
): WorkbookDocument {
  const before = document.worksheets[worksheetId];
  if (before === undefined) return document;
  const after = keepReferences(change(before));
  const elements = Object.entries(document.elements).map(([id, element]) => [
    id,
    follow(element, worksheetId, before, after),
  ]);
  return {
    ...document,
    worksheets: { ...document.worksheets, [worksheetId]: after },
    elements: Object.fromEntries(elements),
  };
}

function follow(element: Element, worksheetId: string, before: Worksheet, after: Worksheet): Element {
  if (element.kind === "table" && element.worksheetId === worksheetId) return followTable(element, before, after);
  if (element.kind === "chart" && element.chart.view.worksheetId === worksheetId) return followChart(element, after);
  if (element.kind === "control" && element.options?.worksheetId === worksheetId) {
    const { columnId } = element.options;
    return after.columns.some(({ id }) => id === columnId) ? element : { ...element, options: null };
  }
  return element;
}

function followTable(element: TableElement, before: Worksheet, after: Worksheet): TableElement {
  const known = new Set(before.columns.map(({ id }) => id));
  const exists = new Set(after.columns.map(({ id }) => id));
  const added = after.columns.map(({ id }) => id).filter((id) => !known.has(id) && !element.columns.includes(id));
  const columns = [...element.columns.filter((id) => exists.has(id)), ...added];
  return {
    ...element,
    columns,
    frozen: Math.min(element.frozen, columns.length),
    widths: Object.fromEntries(Object.entries(element.widths).filter(([id]) => exists.has(id))),
    collapsed: element.collapsed.filter((id) => after.groupings.some((grouping) => grouping.id === id)),
  };
}

function followChart(element: ChartElement, after: Worksheet): ChartElement {
  const exists = new Set(after.columns.map(({ id }) => id));
  const has = (id: string): boolean => exists.has(id);
  const orNull = (id: string | null): string | null => (id !== null && has(id) ? id : null);
  const { chart } = element;
  const { view } = chart;
  const columns = view.columns.filter(has);
  const isLevel = ["base", "summary"].includes(view.level) || after.groupings.some(({ id }) => id === view.level);
  const places = view.chart === undefined ? undefined : mapPlaces(view.chart, orNull);
  return {
    ...element,
    chart: {
      ...chart,
      x: orNull(chart.x),
      y: chart.y.filter(has),
      color: orNull(chart.color),
      size: orNull(chart.size),
      trellis: orNull(chart.trellis),
      series: chart.series.filter(({ columnId }) => has(columnId)),
      tooltip: chart.tooltip.filter(has),
      references: chart.references.filter(({ columnId }) => columnId === null || has(columnId)),
      sort: { ...chart.sort, columnId: orNull(chart.sort.columnId) },
      kpi: { ...chart.kpi, targetColumnId: orNull(chart.kpi.targetColumnId) },
      view: {
        ...view,
        level: isLevel ? view.level : (after.groupings.at(-1)?.id ?? "summary"),
        // A view has at least one column: without any of its own the chart says that there is nothing to draw.
        columns: columns.length === 0 ? view.columns : columns,
        ...(places === undefined ? {} : { chart: places }),
      },
    },
  };
}

type Places = NonNullable<ChartElement["chart"]["view"]["chart"]>;

function mapPlaces({ x, color, trellis }: Places, change: (id: string | null) => string | null): Places {
  return { x: change(x), color: change(color), trellis: change(trellis) };
}
