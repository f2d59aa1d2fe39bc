import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { Grid } from "#components/table/grid";
import type { GridRows } from "#components/table/grid-rows";
import type { ResultColumn } from "#lib/worksheet/result";
import { rowsOf, textColumn } from "#tests/support/grids";

const columns: readonly ResultColumn[] = [textColumn("Region"), { ...textColumn("Sales"), type: "number" }];

const salesRows = (count: number, more: Partial<GridRows> = {}): GridRows =>
  rowsOf(count, { cellAt: (row, position) => (position === 0 ? `Region ${row}` : row * 1000), ...more });

const draw = (rows: GridRows, more: Partial<Parameters<typeof Grid>[0]> = {}) =>
  renderToStaticMarkup(
    <Grid label="Orders" columns={columns} rows={rows} firstRows={[]} locale="en" maxHeight={280} {...more} />,
  );

describe("a grid", () => {
  it("says how many rows and columns there are, and draws only what is seen", () => {
    const markup = draw(salesRows(10_000_000));
    expect(markup).toContain('role="grid"');
    expect(markup).toContain('aria-rowcount="10000001"');
    expect(markup).toContain('aria-colcount="2"');
    expect(markup).toContain('aria-rowindex="2"');
    expect(markup.match(/<tr/g)?.length).toBeLessThan(30);
    expect(markup).toContain("9,000");
    expect(Number(/<table[^>]*height:(\d+)px/.exec(markup)?.[1])).toBeLessThan(16_000_000);
  });

  it("draws some columns of very many", () => {
    const many = Array.from({ length: 1_000 }, (_, index) => textColumn(`Column ${index}`));
    const markup = draw(salesRows(3), { columns: many, frozen: 2 });
    expect(markup).toContain('aria-colcount="1000"');
    expect(markup.match(/<th/g)?.length).toBeLessThan(60);
  });

  it("tells nested rows by their level, and whether they are open", () => {
    const markup = draw(
      salesRows(2, {
        groupAt: (row) => ({ level: row + 1, isExpanded: row === 0 ? true : null, column: 0 }),
        blankAt: (row, position) => row === 1 && position === 0,
      }),
    );
    expect(markup).toContain('role="treegrid"');
    expect(markup).toMatch(/aria-level="1" aria-expanded="true"/);
    expect(markup).toMatch(/aria-level="2"/);
    expect(markup).not.toContain("Region 1");
  });

  it("says in a row's place what failed", () => {
    const markup = draw(salesRows(1, { stateAt: () => ({ kind: "failed", message: "The engine is away." }) }));
    expect(markup).toContain("The engine is away.");
    expect(markup).toContain("Try again");
  });

  it("keeps totals at its lower edge and says where nothing matches", () => {
    expect(draw(salesRows(2), { totals: new Map([["Sales", 1234]]) })).toMatch(/<tfoot.*Total.*1,234/);
    expect(draw(salesRows(0))).toContain("No rows match.");
  });
});
