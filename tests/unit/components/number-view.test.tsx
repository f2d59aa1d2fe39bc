// @vitest-environment jsdom
import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, describe, expect, it, test } from "vitest";
import { ChartView } from "#components/chart/chart-view";
import { NumberView } from "#components/chart/number-view";
import type { ResultColumn } from "#lib/worksheet/result";
import { chartOf, createRows, createSchema, month, sum } from "#tests/support/charts";

afterEach(cleanup);

/** What stands beside the change of a number from one month to the next; null: nothing. */
function markOf(values: readonly [number, number], more: Partial<ResultColumn>, locale = "en") {
  render(
    <ChartView
      chart={chartOf({ mark: "kpi", x: "Month", y: ["Sales"], kpi: { comparison: "previous" } })}
      title="Sales"
      schema={createSchema({ Month: month, Sales: { ...sum("Sales"), ...more } })}
      rows={createRows([
        ["2026-01-01", values[0]],
        ["2026-02-01", values[1]],
      ])}
      totalRows={2}
      locale={locale}
    />,
  );
  const words = screen.getAllByText(/against/).at(-1);
  const arrow = words?.parentElement?.querySelector("svg");
  return arrow?.getAttribute("class")?.match(/arrow-up|arrow-down|text-positive|text-danger/g) ?? null;
}

const percent = { format: { kind: "percent" } } as const;
const dollars = { format: { kind: "currency", decimals: 0 } } as const;

describe("a number's change", () => {
  it.each([
    ["that is zero", [5, 5], {}],
    ["that is zero points", [0.25, 0.25], percent],
    ["that computing made of zero", [0.1 + 0.2, 0.3], percent],
    ["that is written as zero points", [0.2501, 0.25], percent],
    ["that is written as zero percent", [1_000_100, 1_000_000], {}],
    ["that is written as no money", [-1, -1.2], dollars],
    ["that is written as zero in other figures", [0.2501, 0.25], percent, "ar-EG"],
  ] as const)("%s is neither up nor down, neither good nor bad", (_, values, more, locale?: string) => {
    expect(markOf(values, more, locale)).toBeNull();
  });

  it.each([
    ["up", [5, 7], {}, ["arrow-up", "text-positive"]],
    ["down", [7, 5], {}, ["arrow-down", "text-danger"]],
    ["down by a point", [0.26, 0.25], percent, ["arrow-down", "text-danger"]],
    ["down by ten dollars", [-10, -20], dollars, ["arrow-down", "text-danger"]],
  ] as const)("%s says so", (_, values, more, mark) => {
    expect(markOf(values, more)).toEqual(mark);
  });
});

test("a line over time gives way where it has less room, and is not drawn thinner for it", () => {
  render(
    <NumberView
      kpis={[{ columnId: "Sales", name: "Sales", text: "12", change: null, line: [5, 9, 12] }]}
      title="Sales"
    />,
  );
  const line = screen.getByTitle("Over time").closest("svg");
  expect(line?.classList).toContain("max-w-full");
  expect(line?.getAttribute("preserveAspectRatio")).toBe("none");
  expect(line?.querySelector("polyline")?.getAttribute("vector-effect")).toBe("non-scaling-stroke");
});
