// @vitest-environment jsdom
import { cleanup, configure, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Grid } from "#components/table/grid";
import { rowsOf, textColumn } from "#tests/support/grids";
import { stubResizeObserver } from "#tests/support/resize-observer";

configure({ asyncUtilTimeout: 10_000 });

const rows = rowsOf(2_000, {
  cellAt: (row, position) => (row < 100 ? `${row}/${position}` : undefined),
  read: async (first, end) => [Array.from({ length: end - first }, () => "x"), []],
});

let copied: string | null;
let isAllowed: boolean;

beforeEach(() => {
  copied = null;
  isAllowed = true;
  vi.spyOn(HTMLElement.prototype, "clientWidth", "get").mockReturnValue(900);
  vi.spyOn(HTMLCanvasElement.prototype, "getContext").mockReturnValue(null);
  stubResizeObserver();
  const writeText = async (text: string) => {
    if (!isAllowed) throw new Error("not allowed");
    copied = text;
  };
  vi.stubGlobal("navigator", { ...navigator, clipboard: { writeText } });
  vi.stubGlobal("ClipboardItem", undefined);
});

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const table = (): HTMLElement => screen.getByRole("grid", { name: "Orders" });
const copy = (how: { readonly shiftKey?: boolean } = {}): boolean =>
  fireEvent.keyDown(table(), { key: "c", ctrlKey: true, ...how });

const draw = (locale = "en") =>
  render(
    <Grid
      label="Orders"
      columns={["Region", "Sales"].map(textColumn)}
      rows={rows}
      firstRows={[]}
      locale={locale}
      maxHeight={280}
      onReorder={() => undefined}
      hasStatus
    />,
  );

test("what was copied is said for the eye too, until something else is selected", async () => {
  draw();
  fireEvent.keyDown(table(), { key: "ArrowRight", shiftKey: true });
  copy({ shiftKey: true });
  const said = await screen.findByText("Copied 2 cells as CSV");
  expect(said.closest("[role=status]")).not.toBeNull();
  expect(said.closest(".sr-only")).toBeNull();
  expect(copied).toBe("Region,Sales\r\n0/0,0/1");
  fireEvent.keyDown(table(), { key: "ArrowDown" });
  expect(screen.queryByText(/^Copied/)).toBeNull();
});

test("one cell is one cell, and many are counted as the reader writes numbers", async () => {
  draw("de");
  copy();
  await screen.findByText("Copied 1 cell");
  fireEvent.pointerDown(screen.getByRole("columnheader", { name: "Region" }), { button: 0 });
  copy();
  await screen.findByText("Copied 2.000 cells");
});

test("a column's name is copied where it is the active cell", async () => {
  draw();
  fireEvent.keyDown(table(), { key: "ArrowUp" });
  copy();
  await screen.findByText("Copied 1 cell");
  expect(copied).toBe("Region");
});

test("that copying did not work is said for the eye too", async () => {
  isAllowed = false;
  draw();
  copy();
  const said = await screen.findByText(/^Copying did not work/);
  expect(said.closest(".sr-only")).toBeNull();
});
