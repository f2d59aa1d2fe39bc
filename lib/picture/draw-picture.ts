import "server-only";
import { describeChart } from "#lib/chart/describe-chart";
import type { Area } from "#lib/chart/option/area";
import type { OptionPart } from "#lib/chart/option/axes";
import { type ChartLocale, mostPoints, readChartData } from "#lib/chart/option/chart-data";
import { drawChart } from "#lib/chart/option/draw-chart";
import type { ChartData } from "#lib/chart/option/fields";
import { fontFamily } from "#lib/chart/option/font";
import { readKpis } from "#lib/chart/option/kpi";
import { kpiOption } from "#lib/chart/option/kpi-option";
import { type Palette, palettes } from "#lib/chart/option/palette";
import type { PictureFormat, PictureInput } from "#lib/contract/picture";
import type { ResultColumn, ResultRows } from "#lib/worksheet/result";
import { drawPng, drawSvg, prepareLibrary } from "./chart-library.ts";
import { describeSvg } from "./svg.ts";

export type Picture = { readonly body: string | Uint8Array; readonly mediaType: string };

export type PictureSource = {
  readonly schema: readonly ResultColumn[];
  readonly rows: ResultRows;
  /** How many rows the result has; null: more than these, nobody has counted. */
  readonly totalRows: number | null;
  readonly where: ChartLocale;
};

const margin = 16;
const titleHeight = 30;
const noteHeight = 18;

/** A chart as a file that stands for itself: with its title, and with what it does not show. */
export async function drawPicture(input: PictureInput, source: PictureSource, format: PictureFormat): Promise<Picture> {
  await prepareLibrary();
  const data = readChartData(input.chart, source.schema, source.rows, source.where);
  const option = pictureOption(input, data, source);
  if (format === "png") return { body: await drawPng(option, input, input.scale), mediaType: "image/png" };
  const body = describeSvg(drawSvg(option, input), input.title || "Chart", describeChart(input.chart, data));
  return { body, mediaType: "image/svg+xml" };
}

function pictureOption(input: PictureInput, data: ChartData, source: PictureSource): OptionPart {
  const { chart, title, width, height, theme } = input;
  const palette = palettes[theme];
  const guard = guardNote(source);
  const area = (notes: readonly string[]): Area => {
    const top = title === "" ? margin : margin + titleHeight;
    const bottom = notes.length === 0 ? margin : margin + noteHeight * notes.length;
    return { left: margin, top, width: width - 2 * margin, height: Math.max(20, height - top - bottom) };
  };
  const draw = (notes: readonly string[]) =>
    drawChart({ chart, data, palette, area: area(notes), isStill: true }) ?? {
      option: kpiOption(readKpis(chart, data), palette, area(notes)),
      notes: [],
    };
  const isEmpty = data.rowCount === 0 || (data.y.length === 0 && chart.mark !== "histogram");
  if (isEmpty) return { ...blank(palette), title: [heading(title, palette, width), emptyNote(palette, input)] };
  const guarded = guard === null ? [] : [guard];
  const first = draw([...data.notes, ...guarded]);
  const notes = [...first.notes, ...guarded];
  const drawn = notes.length === data.notes.length + guarded.length ? first : draw(notes);
  const { tooltip: _, ...option } = drawn.option;
  return {
    ...option,
    backgroundColor: palette.surface,
    title: [
      heading(title, palette, width),
      ...titlesOf(option),
      ...notes.map((note, index) =>
        footnote(note, height - margin - noteHeight * (notes.length - index), palette, width),
      ),
    ],
  };
}

function titlesOf({ title }: OptionPart): readonly unknown[] {
  return Array.isArray(title) ? title : [];
}

function guardNote({ rows, totalRows, where }: PictureSource): string | null {
  const drawn = Math.min(rows.rowCount, mostPoints);
  const count = drawn.toLocaleString(where.locale);
  if (totalRows === null) return `The first ${count} rows are drawn; there are more.`;
  return totalRows > drawn ? `The first ${count} of ${totalRows.toLocaleString(where.locale)} rows are drawn.` : null;
}

function blank(palette: Palette): OptionPart {
  return { animation: false, backgroundColor: palette.surface, textStyle: { fontFamily } };
}

function heading(text: string, palette: Palette, width: number): OptionPart {
  return {
    text,
    left: margin,
    top: margin,
    padding: 0,
    textStyle: { color: palette.text, fontSize: 16, fontWeight: 600, width: width - 2 * margin, overflow: "truncate" },
  };
}

function footnote(text: string, top: number, palette: Palette, width: number): OptionPart {
  const textStyle = { color: palette.quiet, fontSize: 12, fontWeight: 400, width: width - 2 * margin };
  return { text, left: margin, top, padding: 0, textStyle: { ...textStyle, overflow: "truncate" } };
}

function emptyNote(palette: Palette, { width, height }: PictureInput): OptionPart {
  return footnote("No rows match, so there is nothing to draw.", height / 2, palette, width);
}
