import { type RefObject, useState } from "react";

/** Pixels: one line, and as much of a page as a formula may take. */
export const leastHeight = 38;
export const mostHeight = 420;
const grownHeight = 180;

export type BarHeight = {
  /** What the theme of the editor reads. */
  readonly style: Readonly<Record<`--formula-${string}`, string>>;
  /** Null: as high as its text, up to some lines. */
  readonly height: number | null;
  readonly shownHeight: () => number;
  readonly set: (height: number | null) => void;
};

/** The editor grows with its text, unless somebody has chosen a height. */
export function useBarHeight(bar: RefObject<HTMLElement | null>): BarHeight {
  const [height, setHeight] = useState<number | null>(null);
  return {
    style: {
      "--formula-least": `${(height ?? leastHeight) - 2}px`,
      "--formula-most": `${height ?? grownHeight}px`,
    },
    height,
    shownHeight: () => height ?? bar.current?.querySelector(".cm-editor")?.clientHeight ?? leastHeight,
    set: (next) => setHeight(next === null ? null : Math.round(Math.min(mostHeight, Math.max(leastHeight, next)))),
  };
}
