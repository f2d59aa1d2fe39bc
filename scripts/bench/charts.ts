import { createChart } from "#lib/chart/chart";
import type { OptionPart } from "#lib/chart/option/axes";
import { mostPoints } from "#lib/chart/option/chart-data";
import { type PictureFormat, type PictureInput, pictureInputSchema } from "#lib/contract/picture";
import { drawPng, drawSvg, prepareLibrary } from "#lib/picture/chart-library";
import { drawPicture, type PictureSource } from "#lib/picture/draw-picture";
import type { ResultColumn } from "#lib/worksheet/result";
import { createRandom } from "#tests/support/random";
import { compareInTurn, type Measurement, timed } from "./rounds.ts";

/** Reading rows and dates, order, axes, texts and the description, against a series that lies ready. A sampled line is drawn quickest. */
const mostOverRaw = 4;
const size = { width: 960, height: 540 };

const schema: readonly ResultColumn[] = [
  { key: "day", columnId: "day", name: "Day", type: "date", grain: "day", level: "g1", formula: "[Day]" },
  { key: "sales", columnId: "sales", name: "Sales", type: "number", level: "g1", formula: "Sum([Sales])" },
  { key: "profit", columnId: "profit", name: "Profit", type: "number", level: "g1", formula: "Sum([Profit])" },
];

type Case = { readonly mark: "line" | "scatter"; readonly format: PictureFormat };
const cases: readonly Case[] = [
  { mark: "line", format: "svg" },
  { mark: "line", format: "png" },
  { mark: "scatter", format: "png" },
];

/** A chart of as many points as are ever drawn, from rows to file, against the chart library with the same series and nothing else. */
export async function measureCharts(rounds: number): Promise<readonly Measurement[]> {
  await prepareLibrary();
  const source = createSource();
  const measurements: Measurement[] = [];
  for (const { mark, format } of cases) {
    const option = rawOption(mark, source);
    const raw = { name: "raw ECharts", run: () => timed(() => drawRaw(option, format)) };
    const ours = () => timed(() => drawPicture(inputOf(mark), source, format));
    const name = `${mark} of ${mostPoints.toLocaleString("en")} points as ${format.toUpperCase()}`;
    measurements.push({ ...(await compareInTurn(name, rounds, raw, ours)), most: mostOverRaw });
  }
  return measurements;
}

function createSource(): PictureSource {
  const random = createRandom(7);
  const numbers = () => Array.from({ length: mostPoints }, () => random.integer(0, 100_000) / 100);
  const days = Array.from({ length: mostPoints }, (_, day) => new Date(day * 86_400_000).toISOString().slice(0, 10));
  const rows = { offset: 0, rowCount: mostPoints, columns: [days, numbers(), numbers()] };
  return { schema, rows, totalRows: mostPoints, where: { locale: "en-US" } };
}

function inputOf(mark: Case["mark"]): PictureInput {
  const chart = createChart({
    view: { worksheetId: "w1", level: "g1", columns: ["day", "sales", "profit"] },
    mark,
    x: mark === "line" ? "day" : "profit",
    y: ["sales"],
    color: null,
    size: null,
    trellis: null,
    stacking: "none",
    orientation: "vertical",
  });
  return pictureInputSchema.parse({ chart, title: "Sales", ...size, scale: 1 });
}

function rawOption(mark: Case["mark"], { rows }: PictureSource): OptionPart {
  const [days = [], sales = [], profit = []] = rows.columns;
  const along = mark === "line" ? days.map((day) => Date.parse(String(day))) : profit;
  const points = sales.map((value, row) => [along[row], value]);
  const drawn = mark === "line" ? { sampling: "lttb", showSymbol: false } : { symbolSize: 5 };
  return {
    animation: false,
    xAxis: { type: mark === "line" ? "time" : "value" },
    yAxis: { type: "value" },
    series: [{ type: mark, data: points, ...drawn }],
  };
}

async function drawRaw(option: OptionPart, format: PictureFormat): Promise<unknown> {
  return format === "svg" ? drawSvg(option, size) : drawPng(option, size, 1);
}
