import { describe, expect, it } from "vitest";
import { findDocumentProblems } from "#lib/workbook/document-problems";
import { compact, findRoom, grow, inReadingOrder, step } from "#lib/workbook/edit/layout";
import { addPage, movePage, removePage, renamePage } from "#lib/workbook/edit/pages";
import type { Place } from "#lib/workbook/workbook";
import { tableAndChart } from "./shop-workbook.ts";

describe("places", () => {
  const at = (elementId: string, x: number, y: number, width: number, height: number): Place => ({
    elementId,
    x,
    y,
    width,
    height,
  });
  const layout = [at("a", 0, 0, 12, 4), at("b", 12, 0, 12, 6), at("c", 0, 4, 12, 4)];
  const where = (places: readonly Place[]) =>
    Object.fromEntries(places.map(({ elementId, x, y }) => [elementId, [x, y]]));

  it("close ranks, and never overlap", () => {
    expect(where(compact([at("a", 0, 5, 12, 4), at("b", 6, 9, 12, 4)]))).toEqual({ a: [0, 0], b: [6, 4] });
  });

  it("exchange with the neighbour above or below, and stop at the edges", () => {
    expect(where(step(layout, "c", "up"))).toMatchObject({ c: [0, 0], a: [0, 4] });
    expect(where(step(layout, "a", "down"))).toMatchObject({ c: [0, 0], a: [0, 4] });
    expect(where(step(layout, "a", "up"))).toEqual(where(layout));
    expect(where(step(layout, "a", "left"))).toEqual(where(layout));
  });

  it("push down what is in the way of a move or a larger size", () => {
    expect(where(step(layout, "a", "right"))).toMatchObject({ a: [1, 0], b: [12, 4] });
    expect(where(grow(layout, "a", "down"))).toMatchObject({ c: [0, 5] });
    expect(grow(layout, "b", "right").find(({ elementId }) => elementId === "b")?.width).toBe(12);
  });

  it("are read row by row", () => {
    expect(inReadingOrder([...layout].reverse()).map(({ elementId }) => elementId)).toEqual(["a", "b", "c"]);
    expect(findRoom(layout, { width: 24, height: 2 })).toMatchObject({ x: 0, y: 8 });
  });
});

describe("pages", () => {
  it("are added, renamed, moved and removed with what others built on them; the last one stays", () => {
    const { document, chartId } = tableAndChart();
    const place = document.pages[0]?.layout.find(({ elementId }) => elementId === chartId);
    const two = addPage(document, "p2");
    const apart = {
      ...two,
      pages: two.pages.map((page) => ({
        ...page,
        layout: page.id === "p2" && place !== undefined ? [place] : page.layout.filter((one) => one !== place),
      })),
    };
    expect(movePage(apart, "p2", -1).pages.map(({ id }) => id)).toEqual(["p2", "p1"]);
    expect(movePage(apart, "p2", 5).pages.map(({ id }) => id)).toEqual(["p1", "p2"]);
    expect(renamePage(apart, "p2", " ").pages[1]?.name).toBe("Page 2");
    const left = removePage(apart, "p1");
    expect(left).toMatchObject({ elements: {}, pages: [{ id: "p2", layout: [] }] });
    expect(removePage(left, "p2")).toBe(left);
    expect(findDocumentProblems(left)).toEqual([]);
  });
});
