/** Colours of a chart as sRGB, as canvas and SVG understand them. The roles are those of LOOK; the page's style sheet has them as OKLCH. */
export type Palette = {
  readonly data: readonly string[];
  /** From the least to the most. */
  readonly ramp: readonly [string, string];
  readonly text: string;
  readonly quiet: string;
  readonly line: string;
  readonly surface: string;
  readonly raised: string;
};

export type PaletteTheme = "light" | "dark";

export const palettes: Readonly<Record<PaletteTheme, Palette>> = {
  light: {
    data: ["#2a61b1", "#e78b30", "#33a587", "#ba266b", "#63bfe1", "#e1c841", "#663693", "#874c30"],
    ramp: ["#daeefe", "#123780"],
    text: "#24211d",
    quiet: "#64605a",
    line: "#e1dfdd",
    surface: "#fffefe",
    raised: "#ffffff",
  },
  dark: {
    data: ["#568fe3", "#f39e4c", "#51bea0", "#d24983", "#81d1f0", "#edd55e", "#8c5cbd", "#9a5d41"],
    ramp: ["#202e47", "#a1d9ff"],
    text: "#e9e8e5",
    quiet: "#a7a49f",
    line: "#312e2c",
    surface: "#1b1917",
    raised: "#24221f",
  },
};

/** Dark or light text, whichever is easier to read on a hue. `rgb(…)` or `#rrggbb`. */
export function textOn(color: string): string {
  const channels = color.startsWith("#")
    ? [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16))
    : (color.match(/\d+/g) ?? []).slice(0, 3).map(Number);
  const [red = 0, green = 0, blue = 0] = channels.map((channel) => (channel / 255) ** 2.2);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.25 ? palettes.light.text : palettes.light.raised;
}
