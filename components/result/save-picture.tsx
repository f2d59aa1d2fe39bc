import { RequestError, refusalOf } from "#components/ui/request";
import type { Chart } from "#lib/chart/chart";
import type { PictureFormat } from "#lib/contract/picture";

export type PictureOf = { readonly resultId: string; readonly chart: Chart; readonly title: string };

/** Has the server draw a chart in the reader's theme and saves the file. Throws RequestError. */
export async function savePicture(picture: PictureOf, format: PictureFormat): Promise<void> {
  saveFile(await drawPicture(picture, format), `${fileName(picture.title)}.${format}`);
}

async function drawPicture({ resultId, chart, title }: PictureOf, format: PictureFormat): Promise<Blob> {
  const response = await fetch(`/api/results/${resultId}/picture?format=${format}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ chart, title: title.slice(0, 200), theme: themeOf() }),
  });
  if (!response.ok) throw new RequestError(refusalOf(await response.json().catch(() => undefined)));
  return response.blob();
}

function themeOf(): "light" | "dark" {
  const chosen = document.documentElement.dataset.theme;
  if (chosen === "light" || chosen === "dark") return chosen;
  return window.matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

function fileName(name: string): string {
  return name.replace(/[^\p{L}\p{N} ._-]/gu, "_").slice(0, 80) || "chart";
}

function saveFile(file: Blob, name: string): void {
  const address = URL.createObjectURL(file);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // Some browsers read the address only after this turn.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
