import { describe, expect, it } from "vitest";
import { addControl, addText } from "#lib/workbook/edit/add-element";
import { setControlTarget } from "#lib/workbook/edit/control-targets";
import { liveValuesOf, splitText, withLiveValues } from "#lib/workbook/live-text";
import { partOf, sourceIdsOf } from "#lib/workbook/part-of";
import { checkView } from "#lib/worksheet/check";
import { chartOf, columnNamed, createId, orders, scopeOf, tableAndChart } from "./shop-workbook.ts";

describe("live values", () => {
  it("braces within quotes and names do not end them, and what is not closed is text", () => {
    expect(splitText('a {{= If([x}}y] = "}}", 1) }} b {{= open')).toEqual([
      { kind: "markdown", text: "a " },
      { kind: "value", formula: 'If([x}}y] = "}}", 1)' },
      { kind: "markdown", text: " b {{= open" },
    ]);
  });

  it("are summaries over the element that they name, which the checker accepts", () => {
    const { document } = tableAndChart();
    const text = addText(document, "p1", "{{= Sum([Orders/Sales]) }} and {{= 1 }}", createId);
    const [sound, wrong] = liveValuesOf(text.document, text.elementId);
    expect(wrong).toMatchObject({ state: "wrong" });
    if (sound?.state !== "sound") throw new Error("not sound");
    const live = withLiveValues(text.document);
    const part = partOf(live, sound.view.worksheetId);
    expect(Object.keys(part.worksheets)).toHaveLength(2);
    const checked = checkView(sound.view, { ...scopeOf(text.document), document: part });
    expect(checked.diagnostics).toEqual([]);
    expect(checked.schema[0]?.type).toBe("number");
  });
});

describe("a part of a document", () => {
  it("holds what the worksheet reads, and only the controls that it names", () => {
    const { document, chartId, sheetId } = tableAndChart();
    const one = addControl(document, "p1", { kind: "list", name: "Region" }, createId);
    const two = addControl(one.document, "p1", { kind: "number", name: "Floor" }, createId);
    const filtered = setControlTarget(
      two.document,
      "region-control",
      sheetId,
      { columnId: columnNamed(document, sheetId, "Region") },
      createId,
    );
    const part = partOf(filtered, chartOf(filtered, chartId).chart.view.worksheetId);
    expect(Object.keys(part.worksheets)).toHaveLength(2);
    expect(part.controls.map(({ id }) => id)).toEqual(["region-control"]);
    expect(sourceIdsOf(part)).toEqual([orders.id]);
  });
});
