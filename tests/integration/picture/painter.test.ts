import { afterEach, expect, it } from "vitest";
import { type PictureInput, pictureInputSchema } from "#lib/contract/picture";
import { drawPicture, type PictureSource } from "#lib/picture/draw-picture";
import { Painter } from "#lib/picture/painter";
import { chartOf, createRows, createSchema, sum } from "#tests/support/charts";

const schema = createSchema({ Sales: sum("Sales"), Profit: sum("Profit") });
const input = pictureInputSchema.parse({
  chart: chartOf({ mark: "scatter", x: "Sales", y: ["Profit"] }),
  title: "Sales",
  width: 400,
  height: 240,
  scale: 1,
});

function points(count: number): PictureSource {
  const rows = createRows(Array.from({ length: count }, (_, index) => [index % 97, index % 89]));
  return { schema, rows, totalRows: count, where: { locale: "en-US", currency: "USD" } };
}

let painter = new Painter({ mostMs: 60_000, idleMs: 60_000 });

afterEach(() => painter.stop());

const paint = (source: PictureSource, format: "png" | "svg" = "svg", asked: PictureInput = input) =>
  painter.paint({ input: asked, source, format });

it("draws in its process what would be drawn in this one", async () => {
  const source = points(12);
  const [svg, png] = await Promise.all([paint(source), paint(source, "png")]);
  expect(svg).toEqual(await drawPicture(input, source, "svg"));
  const here = await drawPicture(input, source, "png");
  expect(png.mediaType).toBe(here.mediaType);
  expect(Buffer.from(png.body).equals(Buffer.from(here.body))).toBe(true);
});

it("leaves this process free while it draws", async () => {
  await paint(points(3));
  let turns = 0;
  const turning = setInterval(() => (turns += 1), 1);
  await paint(points(10_000), "png");
  clearInterval(turning);
  expect(turns).toBeGreaterThan(20);
});

it("says what could not be drawn, and draws the next one", async () => {
  const broken: PictureInput = { ...input, chart: JSON.parse(JSON.stringify({ ...input.chart, mark: "none" })) };
  await expect(paint(points(3), "svg", broken)).rejects.toThrow("The picture could not be drawn: ");
  expect((await paint(points(3))).mediaType).toBe("image/svg+xml");
});

it("fails the picture over which its process ends, and draws those that wait in a new one", async () => {
  await paint(points(3));
  const before = painter.pid ?? 0;
  const [failing, waiting] = [paint(points(25_000), "png"), paint(points(3))];
  process.kill(before, "SIGKILL");
  await expect(failing).rejects.toThrow("its process ended");
  expect((await waiting).mediaType).toBe("image/svg+xml");
  expect(painter.pid).not.toBe(before);
});

it("draws nothing for somebody who has left", async () => {
  const leave = new AbortController();
  const first = paint(points(3));
  const left = painter.paint({ input, source: points(25_000), format: "png", signal: leave.signal });
  leave.abort();
  await expect(left).rejects.toMatchObject({ code: "aborted" });
  expect((await first).mediaType).toBe("image/svg+xml");
  expect((await paint(points(3))).mediaType).toBe("image/svg+xml");
});

it("ends a process that takes too long, and one that has nothing to do", async () => {
  painter = new Painter({ mostMs: 60_000, idleMs: 50 });
  await paint(points(3));
  await expect.poll(() => painter.pid, { timeout: 10_000 }).toBeNull();
  painter = new Painter({ mostMs: 5, idleMs: 60_000 });
  await expect(paint(points(25_000), "png")).rejects.toThrow("took too long");
});
