// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Grid } from "#components/table/grid";
import { rowsOf, textColumn } from "#tests/support/grids";
import { stubResizeObserver } from "#tests/support/resize-observer";

type GridMore = Partial<Parameters<typeof Grid>[0]>;

/** Columns of these widths, in a window of so many pixels. */
const grid = (widths: Readonly<Record<string, number>>, more: GridMore = {}) => (
  <Grid
    label="Orders"
    columns={Object.keys(widths).map(textColumn)}
    rows={rowsOf(3)}
    firstRows={[]}
    locale="en"
    maxHeight={280}
    widths={widths}
    {...more}
  />
);

let roomOfGrid = 900;
const table = (): HTMLElement => screen.getByRole("grid", { name: "Orders" });
const name = (text: string): HTMLElement => screen.getByRole("columnheader", { name: text });

beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, "clientWidth", "get").mockImplementation(() => roomOfGrid);
  vi.spyOn(HTMLCanvasElement.prototype, "getContext").mockReturnValue(null);
  stubResizeObserver();
});

afterEach(() => {
  cleanup();
  roomOfGrid = 900;
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

test("a column's width that was changed is given back by an undo", () => {
  const onResize = vi.fn();
  const { rerender } = render(grid({ Region: 100, Sales: 100 }, { onResize }));
  fireEvent.keyDown(table(), { key: "ArrowRight", altKey: true, shiftKey: true });
  expect(onResize).toHaveBeenCalledWith("Region", 116);
  rerender(grid({ Region: 116, Sales: 100 }, { onResize }));
  expect(name("Region").style.width).toBe("116px");
  rerender(grid({ Region: 100, Sales: 100 }, { onResize }));
  expect(name("Region").style.width).toBe("100px");
});

test("a column that is made as narrow as it can be has room for a letter of its name beside its menu", () => {
  render(grid({ Region: 100, Sales: 100 }));
  for (let press = 0; press < 5; press += 1)
    fireEvent.keyDown(table(), { key: "ArrowLeft", altKey: true, shiftKey: true });
  expect(name("Region").style.width).toBe("72px");
});

test("a column's width that nobody keeps stays as it was drawn", () => {
  render(grid({ Region: 100, Sales: 100 }));
  fireEvent.keyDown(table(), { key: "ArrowRight", altKey: true, shiftKey: true });
  expect(name("Region").style.width).toBe("116px");
});

describe("frozen columns", () => {
  const four = { Region: 150, Product: 150, Channel: 150, Sales: 150 };
  const held = (): readonly (string | null)[] =>
    screen
      .getAllByRole("columnheader")
      .filter((head) => head.classList.contains("sticky"))
      .map((head) => head.textContent);

  test("stay at the left", () => {
    render(grid(four, { frozen: 2 }));
    expect(held()).toEqual(["Region", "Product"]);
  });

  test("leave room to see the others by, in a narrow window", () => {
    roomOfGrid = 356;
    render(grid(four, { frozen: 3 }));
    expect(held()).toEqual(["Region"]);
  });
});

test("a column that is moved by keys is seen whole where it comes to stand", () => {
  roomOfGrid = 400;
  render(grid({ Region: 300, Sales: 80, Product: 200, Channel: 100 }, { frozen: 1, onReorder: () => undefined }));
  fireEvent.keyDown(table(), { key: "ArrowRight" });
  fireEvent.keyDown(table(), { key: "ArrowRight", altKey: true });
  expect(table().parentElement?.scrollLeft).toBe(180);
});

describe("a column that is dragged by its name", () => {
  const drag = (from: string, x: number): void => {
    fireEvent.pointerDown(name(from), { button: 0, clientX: 350 });
    fireEvent.pointerMove(window, { clientX: x });
  };

  test("stays where it was when the browser takes the movement for scrolling", () => {
    const onReorder = vi.fn();
    render(grid({ Region: 100, Product: 100, Sales: 100 }, { onReorder }));
    drag("Region", 290);
    fireEvent.pointerCancel(window);
    expect(onReorder).not.toHaveBeenCalled();
  });

  test("comes between the frozen ones where it is dropped on these, however far the others are scrolled", () => {
    // The row's left edge is scrolled out of sight.
    vi.spyOn(HTMLElement.prototype, "getBoundingClientRect").mockImplementation(function (this: HTMLElement) {
      return DOMRect.fromRect({ x: this.tagName === "TR" ? -200 : 0 });
    });
    const onReorder = vi.fn();
    render(grid({ Region: 100, Product: 100, Channel: 150, Sales: 150 }, { frozen: 2, onReorder }));
    drag("Sales", 90);
    fireEvent.pointerUp(window, { clientX: 90 });
    expect(onReorder).toHaveBeenCalledWith("Sales", 1);
  });
});
