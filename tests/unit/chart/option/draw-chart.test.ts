import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type Chart, chartMarks } from "#lib/chart/chart";
import { mostPoints, readChartData } from "#lib/chart/option/chart-data";
import { type Drawing, drawChart } from "#lib/chart/option/draw-chart";
import { palettes, textOn } from "#lib/chart/option/palette";
import { walk } from "#lib/chart/option/walk";
import type { Cell } from "#lib/worksheet/result";
import { average, chartOf, createRows, createSchema, month, sum } from "#tests/support/charts";

const schema = createSchema({ Month: month, Region: {}, Sales: sum("Sales"), Price: average("Price") });
const rows = createRows([
  ["2025-01-01", "East", 10, 2],
  ["2025-01-01", "West", 20, 3],
  ["2025-02-01", "East", 30, 4],
]);

function draw(parts: Partial<Chart> & Pick<Chart, "mark">, data = rows, columns = schema): Drawing {
  const chart = chartOf(parts);
  const drawing = drawChart({
    chart,
    data: readChartData(chart, columns, data, { locale: "en-US" }),
    palette: palettes.light,
    area: { left: 0, top: 0, width: 600, height: 300 },
    isStill: true,
  });
  if (drawing === null) throw new Error("Nothing was drawn.");
  return drawing;
}

const line = { mark: "line" as const, x: "Month", color: "Region", y: ["Sales"] };
const logarithmic = { title: null, format: null, min: null, max: null, scale: "logarithmic" } as const;
const plain = { ...logarithmic, scale: "linear" } as const;

describe("what a mark stands for", () => {
  it("is the keys of its row and its measure", () => {
    const { tracks } = draw(line);
    expect(tracks.map(({ name }) => name)).toEqual(["East", "West"]);
    expect(tracks[0]?.pointAt(1)).toEqual({
      text: "Feb 1, 2025, East: Sales 30",
      selection: {
        keys: [
          { columnId: "Month", value: "2025-02-01" },
          { columnId: "Region", value: "East" },
        ],
        seriesColumnId: "Sales",
        range: null,
      },
    });
    expect(tracks[1]?.pointAt(1)).toBeNull();
  });

  it("is nothing for gathered categories, and a range for a bin", () => {
    const bar = draw({ mark: "bar", x: "Region", y: ["Sales"], limit: { count: 1, rest: "other" } });
    expect(bar.tracks[0]?.pointAt(1)).toMatchObject({ text: "1 other: Sales 20", selection: null });
    const listing = createSchema({ Sales: { type: "number" } });
    const bins = draw({ mark: "histogram", x: "Sales" }, createRows([[1], [2], [9]]), listing);
    expect(bins.tracks[0]?.pointAt(0)?.selection?.range).toEqual({ columnId: "Sales", from: 0, to: 5 });
  });

  it("is walked by arrow keys, over what is empty", () => {
    const { tracks } = draw(line);
    const first = walk(tracks, null, "next");
    expect(first).toEqual({ series: 0, index: 0 });
    expect(walk(tracks, first, "next")).toEqual({ series: 0, index: 1 });
    expect(walk(tracks, { series: 0, index: 1 }, "nextSeries")).toEqual({ series: 1, index: 0 });
    expect(walk(tracks, { series: 1, index: 0 }, "last")).toEqual({ series: 1, index: 0 });
    expect(walk(tracks, { series: 0, index: 0 }, "previous")).toEqual({ series: 0, index: 0 });
    expect(walk([], null, "next")).toBeNull();
  });
});

describe("axes", () => {
  it("leave less room for names when there are two", () => {
    const names = createRows(
      ["North-One", "North-Two", "South-One", "South-Two", "West-Ones", "West-Twos", "East-Ones", "East-Twos"].map(
        (name) => ["2025-01-01", name, 1, 2],
      ),
    );
    const bars = { mark: "bar" as const, x: "Region", y: ["Sales", "Price"] };
    const onRight = [{ columnId: "Price", axis: "right" as const, mark: "line" as const }];
    expect(draw(bars, names).option.xAxis).toMatchObject([{ axisLabel: { interval: 0, hideOverlap: false } }]);
    expect(draw(bars, names).option.xAxis).not.toMatchObject([{ axisLabel: { rotate: 40 } }]);
    expect(draw({ ...bars, series: onRight }, names).option.xAxis).toMatchObject([{ axisLabel: { rotate: 40 } }]);
  });

  it("are two where a measure has the right one, each with its name", () => {
    const { option } = draw({
      mark: "combo",
      x: "Region",
      y: ["Sales", "Price"],
      series: [{ columnId: "Price", axis: "right", mark: "line" }],
    });
    expect(option.yAxis).toMatchObject([{ name: "Sales" }, { name: "Price", position: "right" }]);
    expect(option.series).toMatchObject([
      { type: "bar", yAxisIndex: 0 },
      { type: "line", yAxisIndex: 1 },
    ]);
  });

  it("are logarithmic for lines above zero only", () => {
    const axes = { x: plain, left: logarithmic, right: plain };
    expect(draw({ ...line, axes }).option.yAxis).toMatchObject([{ type: "log" }]);
    const bars = draw({ ...line, mark: "bar", axes });
    expect(bars.option.yAxis).toMatchObject([{ type: "value" }]);
    expect(bars.notes).toEqual(["A logarithmic axis needs lines of values above zero: this one is linear."]);
  });

  it("reach a reference line that stands outside of the data", () => {
    const references = [{ id: "l", label: "", value: 90, columnId: null, axis: "left", style: "solid" } as const];
    expect(draw({ ...line, references }).option.yAxis).toMatchObject([{ dataMax: 90 }]);
  });
});

describe("small multiples", () => {
  it("share their categories and their scale", () => {
    const { option, tracks } = draw({ mark: "bar", x: "Month", y: ["Sales"], trellis: "Region" });
    expect(option.title).toMatchObject([{ text: "East" }, { text: "West" }]);
    expect(option.grid).toHaveLength(2);
    expect(option.yAxis).toMatchObject([
      { dataMin: 10, dataMax: 30, gridIndex: 0 },
      { dataMin: 10, dataMax: 30, gridIndex: 1 },
    ]);
    expect(option.series).toMatchObject([
      { data: [10, 30], xAxisIndex: 0 },
      { data: [20, null], xAxisIndex: 1 },
    ]);
    expect(tracks[1]?.pointAt(0)?.selection?.keys).toContainEqual({ columnId: "Region", value: "West" });
  });

  it("are no more than can be seen", () => {
    const many = createRows(Array.from({ length: 30 }, (_, index): Cell[] => ["2025-01-01", `r${index}`, 1, 1]));
    const { option, notes } = draw({ mark: "bar", x: "Month", y: ["Sales"], trellis: "Region" }, many);
    expect(option.grid).toHaveLength(24);
    expect(notes).toEqual(["24 of 30 values of Region are drawn."]);
  });
});

describe("guards", () => {
  it("draw 25,000 points and no more, and 40 series and no more", () => {
    const many = createRows(
      Array.from({ length: 30_000 }, (_, index): Cell[] => ["2025-01-01", `r${index}`, index, 1]),
    );
    const chart = chartOf({ mark: "scatter", x: "Sales", y: ["Price"] });
    expect(readChartData(chart, schema, many, { locale: "en-US" }).rowCount).toBe(mostPoints);
    expect(draw(line, many).tracks).toHaveLength(40);
  });

  it("say that rows which share a place do not add up", () => {
    const { notes, option } = draw({ mark: "bar", x: "Month", y: ["Price"] });
    expect(notes).toEqual(["Several rows share a place and do not add up: the last of them is drawn."]);
    expect(option.series).toMatchObject([{ data: [3, 4] }]);
    expect(draw({ mark: "bar", x: "Month", y: ["Sales"] }).option.series).toMatchObject([{ data: [30, 30] }]);
  });

  it.each(chartMarks.filter((mark) => mark !== "kpi"))("draw a %s of no usable column without failing", (mark) => {
    expect(draw({ mark }).option.series).toBeDefined();
  });
});

describe("the palette", () => {
  it("is that of the style sheet", () => {
    const css = readFileSync("app/globals.css", "utf8");
    const [light = "", dark = ""] = css.split("@variant dark-root");
    for (const [theme, sheet] of [
      ["light", light],
      ["dark", dark],
    ] as const) {
      const { data, ramp, text, quiet, line: hairline, surface, raised } = palettes[theme];
      const roles = {
        text,
        "text-quiet": quiet,
        line: hairline,
        surface,
        raised,
        "ramp-start": ramp[0],
        "ramp-end": ramp[1],
      };
      for (const [role, color] of Object.entries(roles))
        expect([theme, role, color]).toEqual([theme, role, hexOf(sheet, role)]);
      data.forEach((color, index) => {
        expect([theme, index, color]).toEqual([theme, index, hexOf(sheet, `data-${index + 1}`)]);
      });
    }
  });

  it("has a text for each hue that can be read on it", () => {
    expect([textOn("#2a61b1"), textOn("rgb(225, 200, 65)")]).toEqual([palettes.light.raised, palettes.light.text]);
  });
});

/** `oklch(L C h)` of a custom property as sRGB. */
function hexOf(sheet: string, role: string): string {
  const found = new RegExp(`--${role}: oklch\\(([\\d.]+) ([\\d.]+) ([\\d.]+)\\)`).exec(sheet);
  const [lightness = 0, chroma = 0, hue = 0] = (found ?? []).slice(1).map(Number);
  const [a, b] = [chroma * Math.cos((hue * Math.PI) / 180), chroma * Math.sin((hue * Math.PI) / 180)];
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const linear = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
  const channels = linear.map((value) => {
    const inside = Math.min(1, Math.max(0, value));
    const encoded = inside <= 0.0031308 ? 12.92 * inside : 1.055 * inside ** (1 / 2.4) - 0.055;
    return Math.round(255 * encoded)
      .toString(16)
      .padStart(2, "0");
  });
  return `#${channels.join("")}`;
}
