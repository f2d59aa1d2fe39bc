import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { drillDown } from "#lib/chart/drill";
import { updateSharingSchema } from "#lib/contract/workbooks";
import type { Person } from "#lib/permissions";
import { openExploration } from "#lib/workbook-store/explorations";
import { saveDocument } from "#lib/workbook-store/save-document";
import { updateSharing } from "#lib/workbook-store/sharing";
import type { Worksheet } from "#lib/worksheet/worksheet";
import {
  ada,
  colleague,
  document,
  everyone,
  run,
  salariesId,
  usePublishedCharts,
  viewer,
  workbookId,
} from "./published-charts.ts";

/** Somebody who may drill into a workbook tries to do more with its formulas than that. */

usePublishedCharts();

describe("to drill and to look at whole rows", () => {
  const bars = () => {
    const { bars: element } = document.elements;
    const { chart: worksheet } = document.worksheets;
    if (element?.kind !== "chart" || worksheet === undefined) throw new Error("The sample has a chart.");
    return { chart: element.chart, worksheet };
  };
  const withChart = (worksheet: Worksheet) => ({
    ...document,
    worksheets: { ...document.worksheets, chart: worksheet },
  });
  const east = { seriesColumnId: null, keys: [{ columnId: "region", value: "East" }], range: null };
  const toAmounts = { kind: "dimension", name: "Amount (2)", formula: "[Amount]", isDate: false } as const;
  const drilled = () => {
    let count = 0;
    const reached = drillDown(bars(), east, toAmounts, () => `drilled-${count++}`);
    if (reached === null) throw new Error("The chart can be drilled.");
    return reached;
  };
  let act: Person;

  beforeAll(async () => {
    act = await colleague("exploreBasic");
    await updateSharing(ada, workbookId, updateSharingSchema.parse({ ...everyone, access: "explore" }));
  });
  afterAll(() => updateSharing(ada, workbookId, updateSharingSchema.parse({ ...everyone, access: "view" })));

  test("takes basic exploring", async () => {
    const { worksheet, chart } = drilled();
    expect((await run(act, chart.view, withChart(worksheet))).result.rowCount).toBe(2);
    await expect(run(viewer, chart.view, withChart(worksheet))).rejects.toMatchObject({ code: "forbidden" });
    const { worksheet: own } = bars();
    const wider = { ...own, columns: [...own.columns, { id: "under-0", name: "Amount (3)", formula: "[Amount]" }] };
    const rows = { worksheetId: "chart", level: "base", columns: ["region", "under-0"] };
    expect((await run(act, rows, withChart(wider))).result.rowCount).toBe(2);
  });

  test("is no way to formulas, calculations or sources of one's own", async () => {
    const { worksheet, chart } = drilled();
    const added = worksheet.columns.at(-1) ?? { id: "", name: "", formula: "" };
    const columns = (formula: string) => [...bars().worksheet.columns, { ...added, formula }];
    const [grouping] = worksheet.groupings;
    const filter = { id: "f", columnId: "region", kind: "formula", exclude: false, nulls: "drop" };
    const doctored = [
      { ...worksheet, columns: columns("[Amount] * 2") },
      { ...worksheet, columns: columns("[Salaries/Amount]") },
      { ...worksheet, columns: columns('DateTrunc("month", Date("2020-01-01"))') },
      { ...worksheet, columns: columns("Lookup([Salaries/Secret], [Region], [Salaries/Region])") },
      { ...worksheet, groupings: [{ ...grouping, calculations: ["total", added.id] }] },
      { ...worksheet, groupings: [...worksheet.groupings, { ...grouping, id: "more" }] },
      { ...worksheet, summaries: [added.id] },
      { ...worksheet, source: { sourceId: salariesId } },
      { ...worksheet, filters: [{ ...filter, formula: "[Amount] > 1 Or True" }] },
      { ...worksheet, filters: [{ ...filter, formula: "[Region] >= 1 And [Amount] < 2" }] },
    ];
    for (const one of doctored) {
      const asked = { ...document, worksheets: { ...document.worksheets, chart: one } };
      await expect(run(act, chart.view, asked), JSON.stringify(one)).rejects.toMatchObject({ code: "forbidden" });
    }
  });

  test("is not kept: a column more in an exploration takes all of exploring", async () => {
    const exploration = await openExploration(act, { from: "workbook", workbookId });
    const kept = withChart(drilled().worksheet);
    await expect(saveDocument(act, exploration, { document: kept, revision: 1 })).rejects.toMatchObject({
      code: "forbidden",
    });
  });
});
