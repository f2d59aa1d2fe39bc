"use client";

import { ImageDown } from "lucide-react";
import { useState } from "react";
import { Menu, MenuItem } from "#components/ui/menu";
import { sentenceOf } from "#components/ui/request";
import type { Chart } from "#lib/chart/chart";
import type { PictureFormat } from "#lib/contract/picture";
import { savePicture } from "./save-picture.tsx";

type ChartImageProps = { readonly resultId: string; readonly chart: Chart; readonly name: string };

type Failure = { readonly message: string };

/** Saves the chart as a picture, which the server draws as large as a page wants it and in the reader's theme. */
export function ChartImage({ resultId, chart, name }: ChartImageProps) {
  const [isPending, setIsPending] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const save = async (format: PictureFormat) => {
    setIsPending(true);
    setFailure(null);
    try {
      await savePicture({ resultId, chart, title: name }, format);
    } catch (error) {
      setFailure({ message: sentenceOf(error) });
    }
    setIsPending(false);
  };
  return (
    <span className="inline-flex min-w-0 items-center gap-2">
      {failure !== null && (
        <span role="alert" className="min-w-0 truncate text-danger" title={failure.message}>
          {failure.message}
        </span>
      )}
      <Menu
        trigger={
          <button
            type="button"
            disabled={isPending}
            aria-busy={isPending || undefined}
            className="inline-flex items-center gap-1 rounded-sm px-1 py-0.5 hover:bg-text/5 hover:text-text disabled:opacity-50"
          >
            <ImageDown aria-hidden="true" className="size-3.5" />
            Picture
          </button>
        }
      >
        <MenuItem onSelect={() => void save("png")}>PNG, for pages and slides</MenuItem>
        <MenuItem onSelect={() => void save("svg")}>SVG, to be scaled and edited</MenuItem>
      </Menu>
    </span>
  );
}
