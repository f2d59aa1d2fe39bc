// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { useState } from "react";
import { createPortal } from "react-dom";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Grid } from "#components/table/grid";
import type { GridRows } from "#components/table/grid-rows";
import type { ResultColumn } from "#lib/worksheet/result";
import { rowsOf, textColumn } from "#tests/support/grids";
import { stubResizeObserver } from "#tests/support/resize-observer";

const columns = ["Region", "Product", "Sales"].map(textColumn);

type GridMore = Partial<Parameters<typeof Grid>[0]>;

const grid = (shown: readonly ResultColumn[], rows: GridRows, more: GridMore = {}) => (
  <Grid label="Orders" columns={shown} rows={rows} firstRows={[]} locale="en" maxHeight={280} {...more} />
);

/** The name of the column that the active cell stands in, and its row; by what the table tells a screen reader. */
function activeCell(): string {
  const [, row, position] = /-(\d+)-(\d+)$/.exec(table().getAttribute("aria-activedescendant") ?? "") ?? [];
  const head = document.querySelector(`th[aria-colindex="${Number(position) + 1}"]`);
  return `${head?.textContent} ${row}`;
}

const table = (): HTMLElement => screen.getByRole("grid", { name: "Orders" });

const name = (text: string): HTMLElement => screen.getByRole("columnheader", { name: text });

beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, "clientWidth", "get").mockReturnValue(900);
  // No text is measured: columns have their usual width.
  vi.spyOn(HTMLCanvasElement.prototype, "getContext").mockReturnValue(null);
  stubResizeObserver();
});

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

test("a selected column stays selected when it comes to stand elsewhere, over the rows that are there then", () => {
  const { rerender } = render(grid(columns, rowsOf(240)));
  fireEvent.pointerDown(name("Product"), { button: 0 });
  fireEvent.keyDown(table(), { key: "ArrowDown", ctrlKey: true });
  expect(activeCell()).toBe("Product 239");
  rerender(
    grid(
      [...columns].sort((left) => (left.name === "Product" ? -1 : 0)),
      rowsOf(3),
    ),
  );
  expect(activeCell()).toBe("Product 2");
});

test("a column that is chosen by its name is selected as a whole, and an arrow goes on from its first cell", () => {
  render(grid(columns, rowsOf(3)));
  fireEvent.pointerDown(name("Product"), { button: 0 });
  expect(document.querySelectorAll('td[aria-selected="true"]')).toHaveLength(3);
  fireEvent.keyDown(table(), { key: "ArrowRight" });
  expect(activeCell()).toBe("Sales 0");
});

test("where the selected column is taken away, what stands in its place is selected", () => {
  const { rerender } = render(grid(columns, rowsOf(3)));
  fireEvent.pointerDown(name("Sales"), { button: 0 });
  rerender(grid(columns.slice(0, 2), rowsOf(3)));
  expect(activeCell()).toBe("Product 0");
});

test("a column that is moved by keys stays the selected one, and no other is told of", () => {
  const told: string[] = [];
  function Moving() {
    const [shown, setShown] = useState(columns);
    return grid(shown, rowsOf(3), {
      onSelectColumn: (one) => told.push(one.name),
      onReorder: (key, to) => {
        const rest = shown.filter((one) => one.key !== key);
        setShown([...rest.slice(0, to), textColumn(key), ...rest.slice(to)]);
      },
    });
  }
  render(<Moving />);
  fireEvent.pointerDown(name("Region"), { button: 0 });
  fireEvent.keyDown(table(), { key: "ArrowRight", altKey: true });
  expect(screen.getAllByRole("columnheader").map((one) => one.textContent)).toEqual(["Product", "Region", "Sales"]);
  expect(activeCell()).toBe("Region 0");
  expect(told).toEqual(["Region"]);
});

test("a press that slips within a column's menu does not move the column", () => {
  const onReorder = vi.fn();
  const menu = (one: ResultColumn) => createPortal(<p>Menu of {one.name}</p>, document.body);
  render(grid(columns, rowsOf(3), { onReorder, renderMenu: menu }));
  fireEvent.pointerDown(screen.getByText("Menu of Region"), { button: 0, clientX: 10 });
  fireEvent.pointerMove(window, { clientX: 800 });
  fireEvent.pointerUp(window, { clientX: 800 });
  expect(onReorder).not.toHaveBeenCalled();
  fireEvent.pointerDown(name("Region"), { button: 0, clientX: 10 });
  fireEvent.pointerMove(window, { clientX: 800 });
  fireEvent.pointerUp(window, { clientX: 800 });
  expect(onReorder).toHaveBeenCalledWith("Region", 2);
});
