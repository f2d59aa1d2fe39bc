import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

type Vector = readonly [number, number, number];

/** The roles of both themes as they stand in the stylesheet: light first, dark second. */
const css = readFileSync(new URL("../../../app/globals.css", import.meta.url), "utf8");
const [, light = "", dark = ""] = css.split(":root {");
const themes = { light: readRoles(light), dark: readRoles(dark) };

function readRoles(block: string): ReadonlyMap<string, Vector> {
  const pattern = /--([\w-]+): oklch\(([\d.]+) ([\d.]+) ([\d.]+)\);/g;
  return new Map(
    [...block.matchAll(pattern)].map(([, name = "", l, c, h]) => [name, toLinear([Number(l), Number(c), Number(h)])]),
  );
}

/** OKLCH to linear sRGB, as CSS Color 4 has it. */
function toLinear([lightness, chroma, hue]: Vector): Vector {
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    clip(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    clip(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    clip(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

function clip(value: number): number {
  return Math.min(1, Math.max(0, value));
}

function role(theme: keyof typeof themes, name: string): Vector {
  const found = themes[theme].get(name);
  if (found === undefined) throw new Error(`no role ${name} in ${theme}`);
  return found;
}

function contrast(a: Vector, b: Vector): number {
  const luminance = ([r, g, blue]: Vector): number => 0.2126 * r + 0.7152 * g + 0.0722 * blue;
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

/** How colours look without one kind of cone (Machado and others, 2009). */
const sights: Readonly<Record<string, readonly [Vector, Vector, Vector]>> = {
  "full sight": [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

function see([row1, row2, row3]: readonly [Vector, Vector, Vector], color: Vector): Vector {
  const dot = (row: Vector): number => clip(row[0] * color[0] + row[1] * color[1] + row[2] * color[2]);
  return [dot(row1), dot(row2), dot(row3)];
}

/** Distance in OKLab: 0.02 is about what one just notices side by side. */
function distance(a: Vector, b: Vector): number {
  const lab = ([r, g, blue]: Vector): Vector => {
    const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * blue);
    const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * blue);
    const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * blue);
    return [
      0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
      1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
      0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
    ];
  };
  const [first, second] = [lab(a), lab(b)];
  return Math.hypot(first[0] - second[0], first[1] - second[1], first[2] - second[2]);
}

describe.each(["light", "dark"] as const)("tokens in %s", (theme) => {
  it.each(["canvas", "surface", "raised"])("body text reaches AAA on %s", (ground) => {
    expect(contrast(role(theme, "text"), role(theme, ground))).toBeGreaterThanOrEqual(7);
  });

  const meanings = ["text-quiet", "accent", "positive", "warning", "danger"];
  it.each(meanings.flatMap((name) => ["canvas", "surface", "raised"].map((ground) => [name, ground] as const)))(
    "%s reaches AA on %s",
    (name, ground) => {
      expect(contrast(role(theme, name), role(theme, ground))).toBeGreaterThanOrEqual(4.5);
    },
  );

  it("text on the accent and the accent on its quiet ground reach AA", () => {
    expect(contrast(role(theme, "on-accent"), role(theme, "accent"))).toBeGreaterThanOrEqual(4.5);
    expect(contrast(role(theme, "accent"), role(theme, "accent-quiet"))).toBeGreaterThanOrEqual(4.5);
  });

  it("the focus ring stands out from what it surrounds", () => {
    expect(contrast(role(theme, "focus"), role(theme, "canvas"))).toBeGreaterThanOrEqual(3);
  });

  it.each(Object.keys(sights))("the eight data hues stay apart with %s", (name) => {
    const sight = sights[name] ?? sights["full sight"];
    if (sight === undefined) throw new Error("no sight");
    const colors = [1, 2, 3, 4, 5, 6, 7, 8].map((index) => see(sight, role(theme, `data-${index}`)));
    const distances = colors.flatMap((a, i) =>
      colors.slice(i + 1).map((b, j) => ({ pair: `${i + 1}-${i + j + 2}`, far: distance(a, b) })),
    );
    expect(distances.filter(({ far }) => far < 0.06)).toEqual([]);
  });
});
