import { pivotSeries, timeOf } from "../chart-data.tsx";
import type { OptionContext } from "../chart-option.tsx";
import { categoryAxis, grid, legend, timeAxis, tooltip, valueAxis } from "./axes.tsx";
import { showValue } from "./bar.tsx";
import { normalize } from "./normalize.tsx";

const mostDots = 40;
const dashes = ["solid", "dashed", "dotted"] as const;

/** Lines and areas; time keeps its distances. */
export function lineOption({ chart, data, palette, width }: OptionContext) {
  const { categories, series: plain } = pivotSeries(data);
  const isNormalized = chart.stacking === "normalized";
  const series = isNormalized ? normalize(plain) : plain;
  const isTime = data.x?.column.type === "date";
  const names = categories.map((category) => data.x?.show(category) ?? "");
  const times = isTime ? categories.map(timeOf) : [];
  const room = Math.max(48, (width - 60) / Math.max(1, names.length) - 6);
  return {
    grid: grid(series.length > 1),
    legend: legend(
      palette,
      series.map(({ name }) => name),
    ),
    tooltip: {
      ...tooltip(palette, "axis"),
      ...(isTime
        ? { axisPointer: timePointer(palette.quiet, new Map(times.map((time, i) => [time, names[i] ?? ""]))) }
        : {}),
    },
    xAxis: isTime ? timeAxis(palette) : { ...categoryAxis(names, palette, room), boundaryGap: false },
    yAxis: { ...valueAxis(series[0]?.field, palette, isNormalized), scale: chart.mark === "line" },
    series: series.map(({ name, field, values }, position) => ({
      type: "line",
      name,
      data: values.map((value, index) => (isTime ? [times[index], value] : value)),
      ...(chart.mark === "area" ? { areaStyle: { opacity: chart.stacking === "none" ? 0.14 : 0.72 } } : {}),
      ...(chart.stacking === "none" ? {} : { stack: "all" }),
      lineStyle: { width: 2, type: dashes[Math.floor(position / palette.data.length) % dashes.length] },
      symbol: "circle",
      symbolSize: 5,
      showSymbol: categories.length <= mostDots && series.length <= 4,
      sampling: "lttb",
      emphasis: { focus: series.length > 1 ? "series" : "none", lineStyle: { width: 2.5 } },
      tooltip: { valueFormatter: (value: unknown) => showValue(value, field.show, isNormalized) },
    })),
  };
}

/** The tooltip's heading says the date as the table does. */
function timePointer(color: string, names: ReadonlyMap<number, string>) {
  return {
    type: "line",
    lineStyle: { color, width: 1, type: "solid" },
    label: { formatter: ({ value }: { value: unknown }) => names.get(Number(value)) ?? "" },
  };
}
