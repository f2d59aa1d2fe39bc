import { createCanvas, loadImage } from "@napi-rs/canvas";
import { JSDOM } from "jsdom";
import { describe, expect, it } from "vitest";
import { type ChartMark, chartMarks } from "#lib/chart/chart";
import { type PictureInput, pictureInputSchema } from "#lib/contract/picture";
import { drawPicture, type PictureSource } from "#lib/picture/draw-picture";
import { chartOf, createRows, createSchema, sum } from "#tests/support/charts";

const where = { locale: "en-US", currency: "USD" };
const schema = createSchema({ Region: {}, Product: {}, Sales: sum("Sales"), Profit: sum("Profit") });
const rows = createRows([
  ["East", "A", 120, 12],
  ["West", "A", 80, 30],
  ["East", "B", 60, -5],
  ["West", "B", 200, 44],
]);
const grouped: PictureSource = { schema, rows, totalRows: rows.rowCount, where };
const listing: PictureSource = {
  ...grouped,
  schema: createSchema({ Region: {}, Product: {}, Sales: { type: "number" }, Profit: { type: "number" } }),
};

const channels: Readonly<Record<ChartMark, Partial<PictureInput["chart"]>>> = {
  bar: { x: "Product", color: "Region", y: ["Sales"], stacking: "stacked", labels: "all" },
  line: { x: "Product", color: "Region", y: ["Sales"] },
  area: { x: "Product", color: "Region", y: ["Sales"], stacking: "normalized" },
  combo: { x: "Product", y: ["Sales", "Profit"], series: [{ columnId: "Profit", axis: "right", mark: "line" }] },
  scatter: { x: "Sales", y: ["Profit"], color: "Region" },
  pie: { x: "Product", y: ["Sales"] },
  donut: { x: "Product", y: ["Sales"], trellis: "Region" },
  histogram: { x: "Sales", y: ["Sales"] },
  box: { x: "Region", y: ["Sales"] },
  kpi: {
    y: ["Sales"],
    x: "Product",
    kpi: { comparison: "previous", targetColumnId: null, isLowerBetter: false, sparkline: true },
  },
};

const sourceOf = (mark: ChartMark): PictureSource => (mark === "histogram" || mark === "box" ? listing : grouped);

function inputOf(mark: ChartMark, more: Partial<PictureInput> = {}): PictureInput {
  const chart = chartOf({ mark, ...channels[mark] });
  return pictureInputSchema.parse({ chart, title: "Sales", width: 400, height: 240, scale: 1, ...more });
}

type Pixels = { readonly width: number; readonly height: number; readonly corner: string; readonly colors: number };

async function pixelsOf(body: string | Uint8Array): Promise<Pixels> {
  const image = await loadImage(Buffer.from(body));
  const context = createCanvas(image.width, image.height).getContext("2d");
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, image.width, image.height);
  const colors = new Set<number>();
  for (let at = 0; at < data.length; at += 4)
    colors.add(((data[at] ?? 0) << 16) | ((data[at + 1] ?? 0) << 8) | (data[at + 2] ?? 0));
  const corner = [0, 1, 2].map((at) => (data[at] ?? 0).toString(16).padStart(2, "0")).join("");
  return { width: image.width, height: image.height, corner: `#${corner}`, colors: colors.size };
}

function parseSvg(svg: string): Element {
  const { window } = new JSDOM("");
  const parsed = new window.DOMParser().parseFromString(svg, "image/svg+xml");
  expect(parsed.querySelector("parsererror")?.textContent ?? null).toBeNull();
  return parsed.documentElement;
}

describe("a PNG", () => {
  it.each(chartMarks)("of a %s shows something on the page's own background", async (mark) => {
    const { body, mediaType } = await drawPicture(inputOf(mark), sourceOf(mark), "png");
    expect(mediaType).toBe("image/png");
    const pixels = await pixelsOf(body);
    expect(pixels).toMatchObject({ width: 400, height: 240, corner: "#fffefe" });
    expect(pixels.colors).toBeGreaterThan(20);
  });

  it("is as many times larger as its scale, and dark where that is wanted", async () => {
    const { body } = await drawPicture(inputOf("bar", { theme: "dark", scale: 2.5 }), grouped, "png");
    expect(await pixelsOf(body)).toMatchObject({ width: 1000, height: 600, corner: "#1b1917" });
  });

  it("of as many points as are ever drawn is painted at once, and leaves nothing to be painted when it is gone", async () => {
    const many = createRows(Array.from({ length: 25_000 }, (_, index) => ["East", "A", index % 97, index % 89]));
    const source = { ...grouped, rows: many, totalRows: 25_000 };
    const chart = chartOf({ mark: "scatter", x: "Sales", y: ["Profit"] });
    const pixels = await pixelsOf((await drawPicture({ ...inputOf("scatter"), chart }, source, "png")).body);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(pixels.colors).toBeGreaterThan(20);
  });

  it("shows the hues of its series", async () => {
    const { body } = await drawPicture(inputOf("bar"), grouped, "png");
    const image = await loadImage(Buffer.from(body));
    const context = createCanvas(400, 240).getContext("2d");
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, 400, 240);
    const has = (red: number, green: number, blue: number): boolean => {
      for (let at = 0; at < data.length; at += 4)
        if (data[at] === red && data[at + 1] === green && data[at + 2] === blue) return true;
      return false;
    };
    expect([has(0x2a, 0x61, 0xb1), has(0xe7, 0x8b, 0x30)]).toEqual([true, true]);
  });
});

describe("an SVG", () => {
  it.each(chartMarks)("of a %s is well-formed, with its title and description in it", async (mark) => {
    const { body } = await drawPicture(inputOf(mark), sourceOf(mark), "svg");
    const svg = parseSvg(String(body));
    expect(svg.getAttribute("role")).toBe("img");
    expect(svg.querySelector("title")?.textContent).toBe("Sales");
    expect(svg.querySelector("desc")?.textContent).toMatch(/Sales/);
  });

  it("keeps hostile names as text", async () => {
    const hostile = `<script>alert(1)</script>"'&]]><!--\u0000\u000b\uFFFE\uD800`;
    const source: PictureSource = {
      ...grouped,
      schema: createSchema({ [hostile]: {}, Sales: sum("Sales") }),
      rows: createRows([
        [hostile, 3],
        [`x" onload="alert(1)`, 4],
      ]),
      totalRows: 2,
    };
    const input = {
      ...inputOf("bar", { title: hostile }),
      chart: chartOf({
        mark: "bar",
        x: hostile,
        y: ["Sales"],
        labels: "all",
        references: [{ id: "r", label: hostile, value: 2, columnId: null, axis: "left", style: "solid" }],
      }),
    };
    expect((await drawPicture(input, source, "png")).body.length).toBeGreaterThan(1_000);
    const svg = parseSvg(String((await drawPicture(input, source, "svg")).body));
    expect(svg.querySelectorAll("script")).toHaveLength(0);
    expect(
      [...svg.querySelectorAll("*")]
        .flatMap((node) => node.getAttributeNames())
        .filter((name) => name.startsWith("on")),
    ).toEqual([]);
    expect(svg.querySelector("title")?.textContent).toContain("<script>alert(1)</script>");
    expect(svg.textContent).toContain(`onload="al`);
  });

  it("says what it leaves out", async () => {
    const cut = { ...grouped, totalRows: 40_000 };
    const { body } = await drawPicture(inputOf("bar"), cut, "svg");
    expect(parseSvg(String(body)).textContent).toContain("The first 4 of 40,000 rows are drawn.");
  });

  it("of no rows says so", async () => {
    const { body } = await drawPicture(inputOf("bar"), { ...grouped, rows: createRows([]), totalRows: 0 }, "svg");
    expect(parseSvg(String(body)).textContent).toContain("No rows match");
  });
});

describe("what a picture may ask for", () => {
  const ask = (more: object) => pictureInputSchema.safeParse({ ...inputOf("bar"), ...more }).success;
  it("is bounded", () => {
    expect(ask({ width: 4000, height: 1000, scale: 2 })).toBe(true);
    expect(ask({ width: 4000, height: 4000, scale: 4 })).toBe(false);
    expect(ask({ width: 1e9 })).toBe(false);
    expect(ask({ height: -1 })).toBe(false);
    expect(ask({ scale: 100 })).toBe(false);
    expect(ask({ width: Number.NaN })).toBe(false);
    expect(ask({ title: "x".repeat(201) })).toBe(false);
  });
});
