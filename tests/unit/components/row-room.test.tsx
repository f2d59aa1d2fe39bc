// @vitest-environment jsdom
import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Grid } from "#components/table/grid";
import type { GridRows } from "#components/table/grid-rows";
import { rowsOf, textColumn } from "#tests/support/grids";
import { stubResizeObserver } from "#tests/support/resize-observer";

const characterWidth = 8;
/** What the fit keeps for neighbouring characters. */
const reserve = 2;
const text = "Wintersport";
const needed = text.length * characterWidth + reserve;

beforeEach(() => {
  stubResizeObserver();
  Object.assign(document, { fonts: { check: () => true } });
  const context = { font: "", measureText: () => ({ width: characterWidth }) };
  vi.spyOn(HTMLCanvasElement.prototype, "getContext").mockImplementation(() => context as never);
});

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const column = textColumn("Region");
const flat = rowsOf(1, { cellAt: () => text });
const nested: GridRows = { ...flat, groupAt: () => ({ level: 1, isExpanded: false, column: 0 }) };

/** The cell of a column that is so wide: the pixels of it that are not its text's, by its classes, and whether its text is cut. */
function draw(rows: GridRows, width: number) {
  cleanup();
  render(
    <Grid
      label="Orders"
      columns={[column]}
      rows={rows}
      firstRows={[]}
      locale="en"
      maxHeight={280}
      widths={{ Region: width }}
    />,
  );
  const cell = screen.getByText(text).closest("td");
  if (cell === null) throw new Error("The text stands in a cell.");
  const besides = [...cell.children].filter((part) => part.textContent !== text);
  const taken = pixels(cell, { "px-": 2 }) + besides.reduce((sum, part) => sum + pixels(part, sidesOfIcon), 0);
  const isCut = screen.getByText(text).classList.contains("truncate");
  return { taken, isCut, width: Number.parseFloat(cell.style.width) };
}

const sidesOfIcon = { "size-": 1, "ml-": 1, "mr-": 1, "-ml-": -1 };

/** Pixels that an element's own classes take from left to right. */
function pixels(element: Element, sides: Readonly<Record<string, number>>): number {
  const steps = Object.entries(sides).map(([name, factor]) => {
    const own = [...element.classList].find((one) => one.startsWith(name));
    return own === undefined ? 0 : Number(own.slice(name.length)) * factor;
  });
  return steps.reduce((sum, step) => sum + step, 0) * 4;
}

/** What opens a group may be kept a little more room than it has. */
const mostSpare = 4;

describe.each([
  ["a row", flat, 24, 0],
  ["a row with what opens it", nested, 40, mostSpare],
])("%s", (_, rows, taken, spare) => {
  it("leaves text whole that has the column's width less what stands beside it", () => {
    const width = needed + taken + spare;
    expect(draw(rows, width)).toEqual({ taken, width, isCut: false });
  });

  it("cuts text that lacks one pixel of it", () => {
    const width = needed + taken - 1;
    expect(draw(rows, width)).toEqual({ taken, width, isCut: true });
  });
});
