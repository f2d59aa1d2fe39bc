"use client";

import { ImageDown } from "lucide-react";
import { useRef, useState } from "react";

/** Saves the chart of the result that this stands in as a picture, as it is drawn now. */
export function ChartImage({ name }: { readonly name: string }) {
  const button = useRef<HTMLButtonElement>(null);
  const [hasFailed, setHasFailed] = useState(false);
  const save = () => {
    const canvas = button.current?.closest("section")?.querySelector("figure canvas");
    if (!(canvas instanceof HTMLCanvasElement)) return setHasFailed(true);
    setHasFailed(false);
    onBackground(canvas, getComputedStyle(document.body).backgroundColor).toBlob((picture) => {
      if (picture === null) return setHasFailed(true);
      const address = URL.createObjectURL(picture);
      const link = document.createElement("a");
      link.href = address;
      link.download = `${name.replace(/[^\p{L}\p{N} ._-]/gu, "_").slice(0, 80)}.png`;
      link.click();
      URL.revokeObjectURL(address);
    }, "image/png");
  };
  return (
    <button
      ref={button}
      type="button"
      onClick={save}
      className="ml-auto inline-flex items-center gap-1 rounded-sm px-1 py-0.5 hover:bg-text/5 hover:text-text"
    >
      <ImageDown aria-hidden="true" className="size-3.5" />
      {hasFailed ? "The chart is not drawn yet" : "PNG"}
    </button>
  );
}

/** Charts are drawn on nothing: a picture needs the page behind it. */
function onBackground(canvas: HTMLCanvasElement, colour: string): HTMLCanvasElement {
  const picture = document.createElement("canvas");
  picture.width = canvas.width;
  picture.height = canvas.height;
  const context = picture.getContext("2d");
  if (context === null) return canvas;
  context.fillStyle = colour;
  context.fillRect(0, 0, picture.width, picture.height);
  context.drawImage(canvas, 0, 0);
  return picture;
}
