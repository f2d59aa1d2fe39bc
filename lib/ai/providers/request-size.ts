import "server-only";
import type { CallOptions } from "./model-types.ts";

/** A picture counts as the text that costs about as much: its letters in base64 say nothing of that. */
export type RequestSize = {
  readonly characters: number;
  /** What the body of the request has over that. */
  readonly uncounted: number;
};

const charactersPerPicture = 4000;

export function sizeOfChat({ prompt, tools }: Pick<CallOptions, "prompt" | "tools">): RequestSize {
  const pictures = prompt.flatMap((message) =>
    message.role === "user" ? message.content.flatMap((part) => (part.type === "file" ? [part] : [])) : [],
  );
  const texts = prompt.map((message) =>
    message.role === "user" ? { ...message, content: message.content.filter(({ type }) => type !== "file") } : message,
  );
  const counted = pictures.length * charactersPerPicture;
  return {
    characters: JSON.stringify(texts).length + JSON.stringify(tools ?? []).length + counted,
    uncounted: pictures.reduce((sum, { data }) => sum + lengthInBase64(data), 0) - counted,
  };
}

type FileData = Extract<
  Extract<CallOptions["prompt"][number], { role: "user" }>["content"][number],
  { type: "file" }
>["data"];

function lengthInBase64(data: FileData): number {
  if (data.type !== "data") return 0;
  return typeof data.data === "string" ? data.data.length : Math.ceil(data.data.length / 3) * 4;
}
