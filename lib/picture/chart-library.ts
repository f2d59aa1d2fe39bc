import "server-only";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Canvas, createCanvas, GlobalFonts, type SKRSContext2D } from "@napi-rs/canvas";
import { BarChart, BoxplotChart, LineChart, PieChart, ScatterChart } from "echarts/charts";
import {
  GridComponent,
  LegendComponent,
  MarkLineComponent,
  TitleComponent,
  VisualMapContinuousComponent,
} from "echarts/components";
import { init, setPlatformAPI, use } from "echarts/core";
import { LabelLayout } from "echarts/features";
import { CanvasRenderer, SVGRenderer } from "echarts/renderers";
import type { OptionPart } from "#lib/chart/option/axes";

/** The chart library without a browser. */

export type PictureSize = { readonly width: number; readonly height: number };

use([
  BarChart,
  BoxplotChart,
  LineChart,
  PieChart,
  ScatterChart,
  GridComponent,
  LegendComponent,
  MarkLineComponent,
  TitleComponent,
  VisualMapContinuousComponent,
  LabelLayout,
  CanvasRenderer,
  SVGRenderer,
]);

const alphabets = ["latin", "latin-ext", "cyrillic", "cyrillic-ext", "greek", "greek-ext", "vietnamese"];
let ready: Promise<void> | null = null;

/** Texts are measured and drawn in the page's typeface. Once for a process. */
export function prepareLibrary(): Promise<void> {
  ready ??= registerFonts().catch((error: unknown) => {
    ready = null;
    throw error;
  });
  return ready;
}

async function registerFonts(): Promise<void> {
  const folder = join(process.cwd(), "node_modules", "@fontsource-variable", "inter", "files");
  const files = await Promise.all(alphabets.map((name) => readFile(join(folder, `inter-${name}-wght-normal.woff2`))));
  for (const file of files) GlobalFonts.register(file, "Inter Variable");
  setPlatformAPI({ createCanvas: () => asElement(createCanvas(1, 1)) });
}

export function drawSvg(option: OptionPart, { width, height }: PictureSize): string {
  const chart = init(null, null, { renderer: "svg", ssr: true, width, height });
  try {
    chart.setOption(option);
    return chart.renderToSVGString();
  } finally {
    chart.dispose();
  }
}

/** A PNG of `scale` times the size. */
export async function drawPng(option: OptionPart, { width, height }: PictureSize, scale: number): Promise<Uint8Array> {
  const canvas = createCanvas(Math.round(width * scale), Math.round(height * scale));
  const chart = init(asElement(canvas), null, { renderer: "canvas", width, height, devicePixelRatio: scale });
  try {
    chart.setOption(atOnce(option));
    // It would paint with the next frame, which never comes here.
    chart.getZr().refreshImmediately();
    return await canvas.encode("png");
  } finally {
    chart.dispose();
  }
}

/**
 * Long series are painted piece by piece in later frames, which would come when the chart is gone: here all is painted at once. Each point by
 * itself, since this canvas takes time by the square of the points that share a path: a minute for 25,000.
 */
function atOnce(option: OptionPart): OptionPart {
  const { series } = option;
  if (!Array.isArray(series)) return option;
  return { ...option, series: series.map((one: unknown) => ({ ...toRecord(one), progressive: 0, large: false })) };
}

function toRecord(value: unknown): object {
  return typeof value === "object" && value !== null ? value : {};
}

/** The library asks for elements of a page and takes what draws like one. */
function asElement(canvas: Canvas): HTMLCanvasElement {
  refuseNul(canvas.getContext("2d"));
  const drawable: unknown = canvas;
  if (!isDrawable(drawable)) throw new Error("The canvas cannot be drawn on.");
  return drawable;
}

/** The canvas throws at a NUL in a text, which cells may hold, and which the library measures among all characters. */
function refuseNul(context: SKRSContext2D): void {
  const without = (text: string): string => text.replaceAll("\u0000", "");
  const { measureText, fillText, strokeText } = context;
  Object.assign(context, {
    measureText: (text: string) => measureText.call(context, without(text)),
    fillText: (text: string, ...place: [number, number, number?]) => fillText.call(context, without(text), ...place),
    strokeText: (text: string, ...place: [number, number, number?]) =>
      strokeText.call(context, without(text), ...place),
  });
}

function isDrawable(value: unknown): value is HTMLCanvasElement {
  return typeof value === "object" && value !== null && "getContext" in value;
}
