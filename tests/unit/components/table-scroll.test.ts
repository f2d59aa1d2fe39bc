import { describe, expect, it } from "vitest";
import { columnsInSight, layOutColumns, revealColumn } from "#components/table/column-layout";
import { pageSize, RowPages, type RowRange } from "#components/table/row-pages";
import { contentAt, revealRow, scrolledTo, scrollScale, scrollTopAt } from "#components/table/scroll-scale";
import { figuresOf } from "#components/table/selection-figures";
import type { ResultRows } from "#lib/worksheet/result";

const rowHeight = 28;
const tenMillion = scrollScale(10_000_000 * rowHeight, 560);

describe("scrolling through more rows than a browser can", () => {
  it("never asks the browser for more than it scrolls", () => {
    expect(tenMillion.scrolled).toBeLessThan(16_000_000);
    expect(scrollScale(100 * rowHeight, 560).scrolled).toBe(2800);
  });

  it("reaches both ends, and comes back to where it was", () => {
    const lastTop = 10_000_000 * rowHeight - 560;
    expect(contentAt(0, tenMillion)).toBe(0);
    expect(contentAt(tenMillion.scrolled - 560, tenMillion)).toBe(lastTop);
    expect(scrollTopAt(lastTop, tenMillion)).toBe(tenMillion.scrolled - 560);
    expect(contentAt(scrollTopAt(123_456_789, tenMillion), tenMillion)).toBeCloseTo(123_456_789, 3);
  });

  it("goes pixel by pixel with the wheel, and by the share with the thumb", () => {
    const from = scrollTopAt(1_000_000, tenMillion);
    expect(scrolledTo(1_000_000, { from, to: from + 100 }, tenMillion)).toBe(1_000_100);
    expect(scrolledTo(1_000_000, { from, to: 4_000_000 }, tenMillion)).toBeCloseTo(contentAt(4_000_000, tenMillion), 5);
    expect(scrolledTo(50, { from: 10, to: 0 }, tenMillion)).toBe(0);
    const end = tenMillion.scrolled - 560;
    expect(scrolledTo(1_000_000, { from, to: end }, tenMillion)).toBe(10_000_000 * rowHeight - 560);
  });

  it("can show every single row", () => {
    for (const row of [0, 1, 4_999_999, 9_999_998, 9_999_999]) {
      const top = revealRow(0, row, rowHeight, tenMillion);
      expect(top <= row * rowHeight && (row + 1) * rowHeight <= top + 560).toBe(true);
    }
    expect(revealRow(2_800, 105, rowHeight, tenMillion)).toBe(2_800);
    expect(revealRow(2_800, 99, rowHeight, tenMillion)).toBe(2_772);
  });
});

describe("columns in sight", () => {
  const layout = layOutColumns(
    Array.from({ length: 200 }, () => 100),
    2,
  );
  it("are few of many", () => {
    const [first, end] = columnsInSight(layout, 10_000, 800);
    expect(first).toBeGreaterThanOrEqual(98);
    expect(end - first).toBeLessThan(16);
    expect(columnsInSight(layout, 0, 800)[0]).toBe(2);
  });
  it("share the room that is left, but not less than they need", () => {
    expect(layOutColumns([100, 300], 0, 800).widths).toEqual([200, 600]);
    expect(layOutColumns([100, 300], 0, 200).widths).toEqual([100, 300]);
  });
  it("are scrolled to beside the frozen ones", () => {
    expect(revealColumn(layout, 0, 5_000, 800)).toBe(5_000);
    expect(revealColumn(layout, 10, 5_000, 800)).toBe(800);
    expect(revealColumn(layout, 60, 0, 800)).toBe(5_300);
    expect(revealColumn(layout, 5, 0, 800)).toBe(0);
  });
});

describe("pages of rows", () => {
  const pageOf = ({ offset, limit }: RowRange): ResultRows => ({
    offset,
    rowCount: limit,
    columns: [Array.from({ length: limit }, (_, index) => offset + index)],
  });
  const later = () => new Promise((resolve) => setTimeout(resolve, 0));

  it("come when they are needed, once", async () => {
    const asked: number[] = [];
    let changes = 0;
    const load = async (range: RowRange) => {
      asked.push(range.offset);
      return pageOf(range);
    };
    const pages = new RowPages(load, () => {
      changes += 1;
    });
    pages.need(5 * pageSize - 3, 5 * pageSize + 3);
    expect(pages.cellAt(5 * pageSize, 0)).toBeUndefined();
    await later();
    pages.need(5 * pageSize - 3, 5 * pageSize + 3);
    expect(asked).toEqual([4 * pageSize, 5 * pageSize]);
    expect(changes).toBe(2);
    expect(pages.cellAt(5 * pageSize + 1, 0)).toBe(5 * pageSize + 1);
  });

  it("are cancelled when they are out of sight before they came", async () => {
    const signals: AbortSignal[] = [];
    const load = (range: RowRange, signal?: AbortSignal) => {
      if (signal !== undefined) signals.push(signal);
      return new Promise<ResultRows>((resolve, reject) => {
        signal?.addEventListener("abort", () => reject(new Error("Aborted")));
        if (range.offset === 0) resolve(pageOf(range));
      });
    };
    const pages = new RowPages(load, () => undefined);
    pages.need(40 * pageSize, 40 * pageSize + 20);
    pages.need(0, 20);
    await later();
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
    expect(pages.stateAt(40 * pageSize)).toEqual({ kind: "loading" });
    expect(pages.cellAt(3, 0)).toBe(3);
  });

  it("say what failed, and are asked for again", async () => {
    let isAway = true;
    const load = async (range: RowRange) => {
      if (isAway) throw new Error("The engine is away.");
      return pageOf(range);
    };
    const pages = new RowPages(load, () => undefined);
    pages.need(0, 10);
    await later();
    expect(pages.stateAt(3)).toEqual({ kind: "failed", message: "The engine is away." });
    isAway = false;
    pages.retry(3);
    await later();
    expect(pages.stateAt(3)).toEqual({ kind: "ready" });
  });

  it("keep only the last of very many", async () => {
    const pages = new RowPages(
      async (range) => pageOf(range),
      () => undefined,
    );
    for (let page = 0; page < 400; page += 1) {
      pages.need(page * pageSize, page * pageSize + 1);
      await Promise.resolve();
    }
    await later();
    pages.need(399 * pageSize, 399 * pageSize + 1);
    expect(pages.cellAt(0, 0)).toBeUndefined();
    expect(pages.cellAt(399 * pageSize, 0)).toBe(399 * pageSize);
  });
});

describe("what a selection adds up to", () => {
  it("counts what is filled and adds numbers only", () => {
    const columns = [{ type: "text" as const }, { type: "number" as const }];
    expect(
      figuresOf(columns, [
        ["7", null, "b"],
        [1, "2.5", null],
      ]),
    ).toEqual({
      cells: 6,
      filled: 4,
      numbers: 2,
      sum: 3.5,
    });
    expect(figuresOf(columns, [["a"], [null]]).sum).toBeNull();
  });
  it("does not drift", () => {
    expect(figuresOf([{ type: "number" }], [Array.from({ length: 100_000 }, () => 0.1)]).sum).toBe(10_000);
  });
});
