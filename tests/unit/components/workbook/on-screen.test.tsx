// @vitest-environment jsdom
import { act, cleanup, render } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { createResultCache } from "#components/workbook/data/result-cache";
import { DrillProvider, type OnScreen, useDrilled, useOnScreen } from "#components/workbook/elements/drill-context";
import { type Drill, DrillsProvider } from "#components/workbook/elements/use-drill";
import { type WorkbookContext, WorkbookProvider } from "#components/workbook/workbook-context";
import type { ChartElement, Element } from "#lib/workbook/workbook";
import { sampleDocument } from "#tests/support/workbooks";

afterEach(cleanup);

const document = sampleDocument("source");
const bars = chartOf(document.elements["bars"]);

function chartOf(element: Element | undefined): ChartElement {
  if (element?.kind !== "chart") throw new Error("The sample has a chart.");
  return element;
}

const workbook: WorkbookContext = {
  workbookId: "w",
  name: "Sales",
  mode: "view",
  stage: "published",
  document,
  change: () => undefined,
  noBasic: null,
  noFull: "Explore the workbook to change it.",
  may: () => true,
  scopes: {
    sources: new Map(),
    isReady: true,
    isDenied: () => false,
    problem: null,
    retry: () => undefined,
    checkScopeOf: () => null,
    elementOf: () => null,
  },
  results: createResultCache(),
  selection: null,
  select: () => undefined,
  locale: "en",
  currency: "USD",
  nonce: undefined,
};

/** What a chart is drilled to, drawn in one layout of the page or in another. */
function openChart() {
  let seen: { readonly drill: Drill; readonly onScreen: OnScreen } | null = null;
  function Probe() {
    seen = { drill: useDrilled(), onScreen: useOnScreen(bars, "Sales by region") };
    return null;
  }
  const page = (layout: string) => (
    <WorkbookProvider value={workbook}>
      <DrillsProvider>
        <DrillProvider key={layout} element={bars}>
          <Probe />
        </DrillProvider>
      </DrillsProvider>
    </WorkbookProvider>
  );
  const { rerender } = render(page("grid"));
  const now = () => {
    if (seen === null) throw new Error("Nothing was drawn.");
    return seen;
  };
  return {
    now,
    layOut: (layout: string) => rerender(page(layout)),
    drill: () => act(() => now().drill.goDown("East", east, byProduct)),
  };
}

const east = { seriesColumnId: null, keys: [{ columnId: "region", value: "East" }], range: null };
const byProduct = { kind: "dimension", name: "Product", formula: "[Product]", isDate: false } as const;

test("a chart that was drilled into is explained and exported as it is drilled to, under a name that says so", () => {
  const { now, drill } = openChart();
  expect(now().onScreen).toMatchObject({ title: "Sales by region", element: bars });
  drill();
  const { title, element, context } = now().onScreen;
  expect(title).toBe("Sales by region: East");
  const sheet = context.document.worksheets["chart"];
  expect(sheet?.filters).toMatchObject([{ kind: "list", columnId: "region", values: ["East"] }]);
  const product = sheet?.columns.find(({ formula }) => formula === "[Product]");
  expect(element).toMatchObject({ chart: { x: product?.id, view: { columns: [product?.id, "total"] } } });
  act(() => now().drill.goBack(0));
  expect(now().onScreen).toMatchObject({ title: "Sales by region", element: bars });
});

test("a chart stays drilled into when it is given the whole page, and when it comes back", () => {
  const { now, layOut, drill } = openChart();
  drill();
  layOut("large");
  expect(now().onScreen.title).toBe("Sales by region: East");
  act(() => now().drill.goBack(0));
  layOut("grid");
  expect(now().onScreen.title).toBe("Sales by region");
});
