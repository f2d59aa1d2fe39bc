import type { OptionPart } from "./axes.ts";
import type { ReadField, ReadReference } from "./fields.ts";
import type { Palette } from "./palette.ts";

type OnSide = { readonly side: "left" | "right"; readonly field: ReadField };

/** The lines of an axis hang on the first series that it has. */
export function referenceLines(
  references: readonly ReadReference[],
  series: readonly OnSide[],
  position: number,
  palette: Palette,
  isHorizontal: boolean,
): OptionPart {
  const one = series[position];
  if (one === undefined || series.findIndex(({ side }) => side === one.side) !== position) return {};
  const own = references.filter(({ axis }) => axis === one.side);
  if (own.length === 0) return {};
  return {
    markLine: {
      silent: true,
      symbol: "none",
      animation: false,
      data: own.map((reference) => ({
        [isHorizontal ? "xAxis" : "yAxis"]: reference.at,
        lineStyle: { color: palette.text, width: 1, type: reference.style },
        label: {
          show: true,
          position: isHorizontal ? "start" : "insideEndTop",
          color: palette.text,
          fontSize: 11,
          textBorderColor: palette.surface,
          textBorderWidth: 3,
          formatter: () => lineName(reference, one.field),
        },
      })),
    },
  };
}

const longestName = 40;

function lineName({ label, at }: ReadReference, field: ReadField): string {
  const short = label.length > longestName ? `${label.slice(0, longestName - 1)}…` : label;
  return short === "" ? field.show(at) : `${short} ${field.show(at)}`;
}
