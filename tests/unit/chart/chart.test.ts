import { describe, expect, it } from "vitest";
import { chartSchema } from "#lib/chart/chart";

describe("a chart", () => {
  it("that was stored before it could sort, limit and label draws as it did", () => {
    const stored = {
      view: { worksheetId: "w1", level: "g1", columns: ["region", "sales"] },
      mark: "bar",
      x: "region",
      y: ["sales"],
      color: null,
      size: null,
      trellis: null,
      stacking: "none",
      orientation: "vertical",
    };
    expect(chartSchema.parse(stored)).toEqual({
      ...stored,
      series: [],
      sort: { by: "view", columnId: null, direction: "descending" },
      limit: null,
      labels: "none",
      axes: { x: plainAxis, left: plainAxis, right: plainAxis },
      references: [],
      tooltip: [],
      kpi: { comparison: "none", targetColumnId: null, isLowerBetter: false, sparkline: false },
    });
  });
});

const plainAxis = { title: null, format: null, min: null, max: null, scale: "linear" };
