import { expect, test } from "vitest";
import {
  findNameProblem,
  findRemovalProblem,
  homesOf,
  renameColumns,
  withNewColumn,
  withoutColumn,
  withTotalOf,
} from "#components/ask/edit/column-edits";
import { draftOfResult } from "#components/ask/edit/draft-edits";
import type { RunData } from "#lib/contract/runs";
import { createWorksheet } from "#lib/worksheet/create-worksheet";
import type { WorksheetDraft } from "#lib/worksheet/draft";
import { draft, formulaColumn, groupBy } from "#tests/support/drafts";
import { emptyDocument, ordersSource, shopSources } from "#tests/support/shop";

const byRegion = draft({
  columns: [formulaColumn("Total = Sum([Sales])"), formulaColumn("Share = [Total] / GrandTotal([Total])")],
  groupings: [groupBy(["Region"], ["Total", "Share"])],
  show: ["Region", "Total", "Share"],
  sort: [{ column: "Total", direction: "descending" }],
  filters: [{ kind: "formula", formula: "[Total] > 1", level: "Region" }],
});

function resultOf(parts: WorksheetDraft): RunData["result"] {
  const created = create(parts);
  if (!created.ok) throw new Error(JSON.stringify(created.diagnostics));
  const { worksheetId, worksheet, view } = created;
  const rest = { columns: [], rowCount: 0, truncated: false, asOf: "2026-01-01", elapsedMs: 1 };
  const id = crypto.randomUUID();
  return { resultId: id, label: "r1", worksheetId, worksheet, view, sourceId: id, sourceName: "Orders", ...rest };
}

function create(parts: WorksheetDraft) {
  return createWorksheet(parts, ordersSource, {
    sources: shopSources,
    document: emptyDocument,
    customFunctions: [],
    weekStart: "sunday",
  });
}

test("a column goes where it stands for something, and is shown where the rows have one value of it", () => {
  expect(homesOf(byRegion)).toEqual([0, "summary", "base"]);
  const added = withNewColumn(byRegion, formulaColumn("Orders = Count()"), 0);
  expect(added).toMatchObject({ groupings: [{ calculations: ["Total", "Share", "Orders"] }] });
  expect(added.show?.at(-1)).toBe("Orders");
  expect(create(added).ok).toBe(true);
  const helper = withNewColumn(byRegion, formulaColumn("Double = [Sales] * 2"), "base");
  expect(helper.show).toEqual(byRegion.show);
  expect(create(helper).ok).toBe(true);
  const listing = draft({ show: ["Region"] });
  expect(homesOf(listing)).toEqual(["base"]);
  // A column of the source under its own name keeps the source's format: it needs no formula.
  expect(withNewColumn(listing, formulaColumn("Sales = [Sales]"), "base")).toMatchObject({
    columns: [],
    show: ["Region", "Sales"],
  });
});

test("a rename rewrites every formula, its places and its filters", () => {
  const renamed = renameColumns(resultOf(byRegion), new Map([["Total", "Revenue"]]));
  if (renamed === null) throw new Error("it can be renamed");
  const changed = draftOfResult(renamed);
  expect(changed).toMatchObject({
    columns: [{ name: "Revenue" }, { name: "Share", formula: "[Revenue] / GrandTotal([Revenue])" }],
    groupings: [{ calculations: ["Revenue", "Share"] }],
    show: ["Region", "Revenue", "Share"],
    sort: [{ column: "Revenue" }],
    filters: [{ kind: "formula", formula: "[Revenue] > 1", level: "Region" }],
  });
  expect(create(changed).ok).toBe(true);
  // A key of the source's gets a column of its own name.
  const key = renameColumns(resultOf(byRegion), new Map([["Region", "Area"]]));
  expect(key && draftOfResult(key)).toMatchObject({
    groupings: [{ keys: ["Area"] }],
    filters: [{ level: "Area" }],
  });
  expect(renameColumns(resultOf(byRegion), new Map([["Total", "Sales"]]))).toBeNull();
});

test("a removed column takes its sorts along; what still names it is told by the checker", () => {
  const without = withoutColumn(byRegion, "Share");
  expect(without).toMatchObject({ columns: [{ name: "Total" }], show: ["Region", "Total"] });
  expect(create(without).ok).toBe(true);
  const broken = create(withoutColumn(byRegion, "Total"));
  expect(broken.ok ? [] : broken.diagnostics.map(({ message }) => message)).toContainEqual(
    expect.stringContaining("Total"),
  );
  expect(findRemovalProblem(byRegion, "Region")).toContain("grouped by Region");
  expect(findRemovalProblem({ ...byRegion, show: ["Share"] }, "Share")).toContain("only column");
  expect(findRemovalProblem(byRegion, "Share")).toBeNull();
});

test("a total is the calculation over all rows", () => {
  const total = withTotalOf(byRegion, "Total");
  expect(total).toMatchObject({ summaries: ["Total, all rows"], show: [...(byRegion.show ?? []), "Total, all rows"] });
  expect(total.columns.at(-1)).toEqual({ name: "Total, all rows", formula: "Sum([Sales])", format: null });
  const created = create(total);
  expect(created.ok && created.view.level).toBe("g1");
});

test("a name must be free, and may not hide a column of the source", () => {
  const about = { draft: byRegion, sourceNames: ["Sales", "Region"], own: "Total", formula: "Sum([Sales])" };
  expect(findNameProblem("Revenue", about)).toBeNull();
  expect(findNameProblem("total", about)).toBeNull();
  expect(findNameProblem("share", about)).toContain("already a column");
  expect(findNameProblem("Sales", about)).toContain("The source has a column");
  expect(findNameProblem("Sales", { ...about, own: null, formula: "[Sales]" })).toBeNull();
  expect(findNameProblem(" ", about)).toContain("name");
  expect(findNameProblem("a/b", about)).toContain("cannot hold");
});
