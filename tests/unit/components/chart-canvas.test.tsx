import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { ChartCanvas } from "#components/chart/chart-canvas";
import { createChart } from "#lib/chart/chart";
import { readChartData } from "#lib/chart/option/chart-data";

const chart = createChart({
  view: { worksheetId: "w", level: "g", columns: ["region", "sales"] },
  mark: "bar",
  x: "region",
  y: ["sales"],
  color: null,
  size: null,
  trellis: null,
  stacking: "none",
  orientation: "vertical",
});
const rows = { offset: 0, rowCount: 1, columns: [["East"], [12]] };

it("takes the keyboard before it is drawn, and says that it is not there yet", () => {
  const markup = renderToStaticMarkup(
    <ChartCanvas
      chart={chart}
      data={readChartData(chart, [], rows, { locale: "en" })}
      height={200}
      labelledBy="title"
      describedBy="description"
      onSelect={undefined}
      onTable={() => undefined}
      onNotes={() => undefined}
    />,
  );
  expect(markup).toMatch(/<div[^>]*role="application"[^>]*>/);
  expect(markup).toMatch(/<div[^>]*tabindex="0"[^>]*>/i);
  expect(markup).toMatch(/aria-busy="true"/);
});
