import { describe, expect, it } from "vitest";
import { addControl } from "#lib/workbook/edit/add-element";
import { findControlTargets, setControlTarget, updateControl } from "#lib/workbook/edit/control-targets";
import { updateWorksheet } from "#lib/workbook/edit/update-worksheet";
import { chartOf, createId, problemsOf, tableAndChart } from "./shop-workbook.ts";

describe("an updated worksheet", () => {
  it("takes its elements along: removed columns leave them, new ones come last", () => {
    const { document, tableId, sheetId } = tableAndChart();
    const first = document.worksheets[sheetId]?.columns[0]?.id ?? "";
    const changed = updateWorksheet(document, sheetId, (sheet) => ({
      ...sheet,
      columns: [...sheet.columns.slice(1), { id: "new", name: "New", formula: "1" }],
      sort: [{ columnId: first, direction: "ascending" }],
      groupings: [{ id: "g", keys: [first], calculations: [], sort: [] }],
    }));
    const element = changed.elements[tableId];
    expect(element?.kind === "table" && [element.columns.includes(first), element.columns.at(-1)]).toEqual([
      false,
      "new",
    ]);
    expect(changed.worksheets[sheetId]).toMatchObject({ sort: [], groupings: [] });
  });
});

describe("targets of a control", () => {
  it("one column of a worksheet each, added when it is not there yet", () => {
    const { document, chartId } = tableAndChart();
    const added = addControl(document, "p1", { kind: "list", name: "Region" }, createId);
    const { worksheetId } = chartOf(document, chartId).chart.view;
    const region = { name: "Region", formula: "[Region]" };
    const once = setControlTarget(added.document, "region-control", worksheetId, region, createId);
    const twice = setControlTarget(once, "region-control", worksheetId, region, createId);
    expect(findControlTargets(twice, "region-control")).toHaveLength(1);
    expect(problemsOf(twice)).toEqual([]);
    const chosen = updateControl(twice, {
      kind: "list",
      id: "region-control",
      name: "Region",
      value: ["East"],
      multiple: true,
    });
    expect(chosen.controls[0]).toMatchObject({ value: ["East"] });
  });
});
