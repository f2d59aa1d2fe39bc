import { pivotSeries } from "../chart-data.tsx";
import type { OptionContext } from "../chart-option.tsx";
import { categoryAxis, grid, legend, tooltip, valueAxis } from "./axes.tsx";
import { normalize } from "./normalize.tsx";

export function barOption({ chart, data, palette, width }: OptionContext) {
  const { categories, series: plain } = pivotSeries(data);
  const isNormalized = chart.stacking === "normalized";
  const series = isNormalized ? normalize(plain) : plain;
  const isHorizontal = chart.orientation === "horizontal";
  const names = categories.map((category) => data.x?.show(category) ?? "");
  // Of dates that stand too close some are left out: those shown need not be cut.
  const least = data.x?.column.type === "date" ? 120 : 48;
  const room = isHorizontal
    ? Math.min(200, width * 0.35)
    : Math.max(least, (width - 60) / Math.max(1, names.length) - 6);
  const along = { ...categoryAxis(names, palette, room), ...(isHorizontal ? { inverse: true } : {}) };
  const across = valueAxis(series[0]?.field, palette, isNormalized);
  return {
    grid: grid(series.length > 1),
    legend: legend(
      palette,
      series.map(({ name }) => name),
    ),
    tooltip: {
      ...tooltip(palette, "axis"),
      axisPointer: { type: "shadow", shadowStyle: { color: palette.line, opacity: 0.35 } },
    },
    xAxis: isHorizontal ? across : along,
    yAxis: isHorizontal ? along : across,
    series: series.map(({ name, field, values }) => ({
      type: "bar",
      name,
      data: [...values],
      ...(chart.stacking === "none" ? {} : { stack: "all" }),
      barMaxWidth: 44,
      barCategoryGap: "32%",
      itemStyle: { borderRadius: chart.stacking === "none" ? 2 : 0 },
      emphasis: { focus: series.length > 1 ? "series" : "none" },
      tooltip: { valueFormatter: (value: unknown) => showValue(value, field.show, isNormalized) },
    })),
  };
}

export function showValue(value: unknown, show: (cell: number) => string, isShare: boolean): string {
  if (typeof value !== "number") return "–";
  return isShare ? `${(value * 100).toFixed(1)}%` : show(value);
}
