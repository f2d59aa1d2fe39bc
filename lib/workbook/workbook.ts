import { z } from "zod";
import { chartSchema } from "../chart/chart.ts";
import { controlSchema, keySchema, worksheetsSchema } from "../worksheet/worksheet.ts";

/** A workbook's document: worksheets and controls as everywhere, the elements that show them, and the pages that these stand on. */

const id = z.string().min(1).max(100);

/** The columns of the grid that elements stand on. One row of it is `rowHeight` pixels. */
export const gridColumns = 24;
export const rowHeight = 32;
/** On a page. */
export const mostElements = 300;
const mostElementsInAll = 1000;

/** The columns of a table in their order, from whatever levels; what is not listed is hidden. */
const tableElementSchema = z.object({
  kind: z.literal("table"),
  id,
  worksheetId: id,
  columns: z.array(id).max(1000),
  /** How many of the first columns stay in sight. */
  frozen: z.number().int().min(0).max(20),
  /** Pixels, by column id. Absent: by content. */
  widths: z.record(id, z.number().int().min(40).max(2000)),
  /** Groupings whose rows show no further levels, by id, unless a person opens one. */
  collapsed: z.array(id),
});

/** `chart.view.worksheetId` names its worksheet. */
const chartElementSchema = z.object({ kind: z.literal("chart"), id, chart: chartSchema });

/** Markdown. `{{= formula }}` is a live value: an aggregate over the element that its names begin with. */
const textElementSchema = z.object({ kind: z.literal("text"), id, text: z.string().max(20_000) });

/** `options`: where a list's values come from. */
const controlElementSchema = z.object({
  kind: z.literal("control"),
  id,
  controlId: id,
  options: z.object({ worksheetId: id, columnId: id }).nullable(),
});

export const elementSchema = z.discriminatedUnion("kind", [
  tableElementSchema,
  chartElementSchema,
  textElementSchema,
  controlElementSchema,
]);

/** In columns and rows of the grid, from the top left. */
export const placeSchema = z.object({
  elementId: id,
  x: z
    .number()
    .int()
    .min(0)
    .max(gridColumns - 1),
  y: z.number().int().min(0).max(10_000),
  width: z.number().int().min(1).max(gridColumns),
  height: z.number().int().min(1).max(200),
});

export const pageSchema = z.object({
  id,
  name: z.string().trim().min(1, "Give the page a name.").max(100),
  layout: z.array(placeSchema).max(mostElements),
});

export const workbookDocumentSchema = z.object({
  worksheets: worksheetsSchema,
  controls: z.array(controlSchema).max(100),
  elements: z
    .record(keySchema, elementSchema)
    .refine(
      (elements) => Object.keys(elements).length <= mostElementsInAll,
      "A workbook can hold 1,000 elements. Move some of its pages to another one.",
    ),
  /** In the order of their tabs. */
  pages: z.array(pageSchema).min(1).max(50),
});

export type Element = z.infer<typeof elementSchema>;
export type ElementKind = Element["kind"];
export type TableElement = z.infer<typeof tableElementSchema>;
export type ChartElement = z.infer<typeof chartElementSchema>;
export type TextElement = z.infer<typeof textElementSchema>;
export type ControlElement = z.infer<typeof controlElementSchema>;
export type Place = z.infer<typeof placeSchema>;
export type Page = z.infer<typeof pageSchema>;
export type WorkbookDocument = z.infer<typeof workbookDocumentSchema>;

export function emptyWorkbook(pageId: string): WorkbookDocument {
  return { worksheets: {}, controls: [], elements: {}, pages: [{ id: pageId, name: "Page 1", layout: [] }] };
}

/** The worksheet that an element shows; null for one that shows none. */
export function worksheetIdOf(element: Element): string | null {
  if (element.kind === "table") return element.worksheetId;
  return element.kind === "chart" ? element.chart.view.worksheetId : null;
}

/** What an element is called: formulas of others name it so. */
export function titleOf({ worksheets, controls }: WorkbookDocument, element: Element): string {
  const worksheetId = worksheetIdOf(element);
  if (worksheetId !== null) return worksheets[worksheetId]?.name ?? "";
  if (element.kind === "control") return controls.find(({ id: own }) => own === element.controlId)?.name ?? "";
  return "Text";
}
