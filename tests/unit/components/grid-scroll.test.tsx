// @vitest-environment jsdom
import { act, cleanup, fireEvent, render } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type GridScroll, useGridScroll } from "#components/table/use-grid-scroll";
import { stubResizeObserver } from "#tests/support/resize-observer";

const [rowCount, rowHeight] = [10_000_000, 28];

/** A scrolled element whose browser tells of movements when it is asked to, as a frame does. */
function openScroll() {
  let scroll: GridScroll | null = null;
  function Probe() {
    scroll = useGridScroll(rowCount, rowHeight, 0);
    return <div ref={scroll.ref} onScroll={scroll.onScroll} />;
  }
  const element = render(<Probe />).container.firstElementChild;
  if (element === null) throw new Error("Nothing was drawn.");
  return { element, now: () => scroll };
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(560);
  stubResizeObserver();
});

afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

test("a movement that the browser has not told of yet is not taken back when the one before comes to rest", () => {
  const { element, now } = openScroll();
  element.scrollTop = 7_000_000;
  fireEvent.scroll(element);
  element.scrollTop = 1_000_000;
  act(() => vi.advanceTimersByTime(500));
  expect(element.scrollTop).toBe(1_000_000);
  fireEvent.scroll(element);
  expect(now()?.top).toBeLessThan(rowCount * rowHeight * 0.13);
  act(() => vi.advanceTimersByTime(500));
  expect(now()?.isMoving).toBe(false);
});

test("a movement that is taken back before the browser tells of it comes to rest, too", () => {
  const { element, now } = openScroll();
  element.scrollTop = 700;
  fireEvent.scroll(element);
  element.scrollTop = 900;
  act(() => vi.advanceTimersByTime(150));
  element.scrollTop = 700;
  fireEvent.scroll(element);
  act(() => vi.advanceTimersByTime(500));
  expect(now()).toMatchObject({ top: 700, isMoving: false });
});

test("rows that moved pixel by pixel have the thumb where they stand among all rows", () => {
  const { element, now } = openScroll();
  element.scrollTop = 700;
  fireEvent.scroll(element);
  expect(now()).toMatchObject({ top: 700, isMoving: true });
  act(() => vi.advanceTimersByTime(500));
  expect(now()).toMatchObject({ top: 700, isMoving: false });
  expect(element.scrollTop).toBe(Math.round(700 / ((rowCount * rowHeight - 560) / (8_000_000 - 560))));
});
