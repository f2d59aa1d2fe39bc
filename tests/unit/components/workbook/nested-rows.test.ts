import { describe, expect, it } from "vitest";
import type { LoadRows } from "#components/table/row-pages";
import { NestedRows, type OpenedRows } from "#components/workbook/table/nested-rows";
import type { TableLevel, Within } from "#lib/workbook/edit-worksheet/table-views";
import type { Cell } from "#lib/worksheet/result";

const levels: readonly TableLevel[] = [
  { level: "g1", keys: ["region"], columns: ["region", "total"] },
  { level: "g2", keys: ["city"], columns: ["city", "total"] },
  { level: "base", keys: [], columns: ["order"] },
];
const regions = ["North", "South", "West"];
const pathOf = (within: Within): string => within.map(({ value }) => String(value)).join("/");
const later = async () => {
  for (let turn = 0; turn < 4; turn += 1) await new Promise((resolve) => setTimeout(resolve, 0));
};

type Setting = {
  readonly isOpenAtFirst?: boolean;
  readonly toggled?: Map<string, boolean>;
  readonly orders?: number;
  readonly failing?: Set<string>;
};

/** Three regions of two cities of so many orders. */
function start({ isOpenAtFirst = false, toggled = new Map(), orders = 3, failing = new Set() }: Setting = {}) {
  const asked: string[] = [];
  const open = async (level: TableLevel, within: Within): Promise<OpenedRows> => {
    const path = pathOf(within);
    asked.push(path);
    if (failing.has(path)) throw new Error(`${path} is away.`);
    const columns = columnsOf(level, path, orders);
    const load: LoadRows = async ({ offset, limit }) => {
      const cut = columns.map((cells) => cells.slice(offset, offset + limit));
      return { offset, rowCount: cut[0]?.length ?? 0, columns: cut };
    };
    return {
      rowCount: columns[0]?.length ?? 0,
      fullCount: null,
      rows: await load({ offset: 0, limit: 200 }),
      load,
    };
  };
  const rows = new NestedRows({ levels, open, isOpenAtFirst: () => isOpenAtFirst, toggled, changed: () => undefined });
  rows.start();
  return { rows, asked };
}

function columnsOf({ level }: TableLevel, path: string, orders: number): Cell[][] {
  if (level === "g1") return [regions, [1, 2, 3]];
  if (level === "g2")
    return [
      [`${path} A`, null],
      [10, 20],
    ];
  return [Array.from({ length: orders }, (_, order) => `${path} #${order}`)];
}

/** What is read down the table. */
function listed(rows: NestedRows): (Cell | undefined)[] {
  return Array.from({ length: rows.count }, (_, row) => {
    const found = rows.find(row);
    const [first = ""] = rows.level(found)?.columns ?? [];
    return found.kind === "row" ? rows.cellAt(row, first) : `${found.kind}`;
  });
}

describe("nested rows", () => {
  it("begin with the outermost, closed", async () => {
    const { rows, asked } = start();
    expect(rows.count).toBe(0);
    await later();
    expect(listed(rows)).toEqual(regions);
    expect(rows.isExpanded(rows.find(0))).toBe(false);
    expect(asked).toEqual([""]);
  });

  it("open one group below it, and that one's groups too", async () => {
    const { rows, asked } = start();
    await later();
    rows.toggle(1);
    expect(listed(rows)).toEqual(["North", "South", "pending", "West"]);
    await later();
    expect(listed(rows)).toEqual(["North", "South", "South A", null, "West"]);
    rows.toggle(3);
    await later();
    expect(asked).toEqual(["", "South", "South/null"]);
    expect(listed(rows)).toEqual([
      "North",
      "South",
      "South A",
      null,
      "South/null #0",
      "South/null #1",
      "South/null #2",
      "West",
    ]);
    expect(rows.isExpanded(rows.find(4))).toBeNull();
    expect(rows.cellAt(1, "total")).toBe(2);
    rows.toggle(1);
    expect(listed(rows)).toEqual(regions);
  });

  it("that are open at first ask only for what is in sight", async () => {
    const { rows, asked } = start({ isOpenAtFirst: true, orders: 5_000 });
    await later();
    expect(listed(rows)).toEqual(["North", "unopened", "South", "unopened", "West", "unopened"]);
    rows.need(0, 2);
    await later();
    rows.need(0, 3);
    await later();
    expect(asked).toEqual(["", "North", "North/North A"]);
    expect(rows.count).toBe(3 + 3 + 2 + 5_000 + 1 - 1);
    expect(rows.cellAt(5_001, "order")).toBeUndefined();
    expect(rows.find(5_002)).toMatchObject({ kind: "row", row: 1 });
    rows.need(4_990, 5_002);
    await later();
    expect(rows.cellAt(5_001, "order")).toBe("North/North A #4999");
    rows.toggle(0);
    expect(listed(rows)).toEqual(["North", "South", "unopened", "West", "unopened"]);
  });

  it("stay open when the rows are asked for anew", async () => {
    const toggled = new Map<string, boolean>();
    const before = start({ toggled });
    await later();
    before.rows.toggle(2);
    const { rows } = start({ toggled });
    await later();
    expect(rows.isExpanded(rows.find(2))).toBe(true);
    rows.need(0, 3);
    await later();
    expect(listed(rows)).toEqual(["North", "South", "West", "West A", null]);
  });

  it("go on after they were closed before anything came", async () => {
    const { rows } = start();
    rows.close();
    rows.start();
    await later();
    expect(listed(rows)).toEqual(regions);
    rows.toggle(1);
    rows.close();
    rows.start();
    rows.need(0, rows.count);
    await later();
    expect(listed(rows)).toEqual(["North", "South", "South A", null, "West"]);
  });

  it("say what failed in its place, and ask again", async () => {
    const failing = new Set(["North"]);
    const { rows } = start({ failing });
    await later();
    rows.toggle(0);
    await later();
    expect(rows.stateAt(1)).toEqual({ kind: "failed", message: "North is away." });
    expect(rows.stateAt(2)).toEqual({ kind: "ready" });
    failing.clear();
    rows.retry(1);
    await later();
    expect(listed(rows)).toEqual(["North", "North A", null, "South", "West"]);
  });

  it("find every row of very many groups that are opened here and there", async () => {
    const many: readonly TableLevel[] = [
      { level: "g1", keys: ["k"], columns: ["k"] },
      { level: "base", keys: [], columns: ["v"] },
    ];
    const open = async (level: TableLevel, within: Within): Promise<OpenedRows> => {
      const count = level.level === "g1" ? 200 : 7;
      const columns = [Array.from({ length: count }, (_, row) => `${pathOf(within)}:${row}`)];
      const rows = { offset: 0, rowCount: count, columns };
      return { rowCount: count, fullCount: null, rows, load: async () => rows };
    };
    const rows = new NestedRows({
      levels: many,
      open,
      isOpenAtFirst: () => false,
      toggled: new Map(),
      changed: () => undefined,
    });
    rows.start();
    await later();
    for (const group of [150, 3, 77, 4]) {
      const place = listed(rows).indexOf(`:${group}`);
      rows.toggle(place);
      await later();
    }
    const expected = Array.from({ length: 200 }, (_, group) => [
      `:${group}`,
      ...([150, 3, 77, 4].includes(group) ? Array.from({ length: 7 }, (_, row) => `:${group}:${row}`) : []),
    ]).flat();
    expect(listed(rows)).toEqual(expected);
  });
});
