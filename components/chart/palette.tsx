"use client";

import { useEffect, useState } from "react";
import type { Palette } from "#lib/chart/option/palette";

const dataRoles = [1, 2, 3, 4, 5, 6, 7, 8].map((position) => `--data-${position}`);

/** Follows the theme, live. Null before the page is there. */
export function usePalette(): Palette | null {
  const [palette, setPalette] = useState<Palette | null>(null);
  useEffect(() => {
    const read = () => setPalette(readPalette());
    read();
    const dark = window.matchMedia("(prefers-color-scheme: dark)");
    dark.addEventListener("change", read);
    const observer = new MutationObserver(read);
    observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
    return () => {
      dark.removeEventListener("change", read);
      observer.disconnect();
    };
  }, []);
  return palette;
}

function readPalette(): Palette {
  const styles = getComputedStyle(document.documentElement);
  const read = colorReader();
  const role = (name: string): string => read(styles.getPropertyValue(name));
  return {
    data: dataRoles.map(role),
    ramp: [role("--ramp-start"), role("--ramp-end")],
    text: role("--text"),
    quiet: role("--text-quiet"),
    line: role("--line"),
    surface: role("--surface"),
    raised: role("--raised"),
  };
}

/** The chart library does arithmetic on colours and does not know OKLCH: the browser translates, by painting one pixel. */
function colorReader(): (color: string) => string {
  const canvas = document.createElement("canvas");
  canvas.width = 1;
  canvas.height = 1;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  return (color) => {
    if (context === null) return color;
    context.fillStyle = color;
    context.fillRect(0, 0, 1, 1);
    const [red, green, blue] = context.getImageData(0, 0, 1, 1).data;
    return `rgb(${red}, ${green}, ${blue})`;
  };
}
