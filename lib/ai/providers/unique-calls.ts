import "server-only";
import type { CallOptions, StreamPart } from "./model-types.ts";

/**
 * Gives every call of a tool an id of its own among those of the prompt and of this stream. Some models count from `call_0` in each
 * answer, or say one id twice: what one call found would stand in the place of what another found.
 */
export function createUniqueCalls(prompt: CallOptions["prompt"]): (part: StreamPart) => StreamPart {
  const used = new Set(prompt.flatMap(callsOf));
  /** What an id stands for until its call is whole. */
  const open = new Map<string, string>();
  const nameAnew = (id: string): string => {
    const name = freeName(id, used);
    used.add(name);
    return name;
  };
  return (part) => {
    if (part.type === "tool-input-start") {
      const name = nameAnew(part.id);
      open.set(part.id, name);
      return { ...part, id: name };
    }
    if (part.type === "tool-input-delta" || part.type === "tool-input-end")
      return { ...part, id: open.get(part.id) ?? part.id };
    if (part.type !== "tool-call") return part;
    const name = open.get(part.toolCallId) ?? nameAnew(part.toolCallId);
    open.delete(part.toolCallId);
    return { ...part, toolCallId: name };
  };
}

function callsOf({ content }: CallOptions["prompt"][number]): string[] {
  if (typeof content === "string") return [];
  return content.flatMap((part) => (part.type === "tool-call" ? [part.toolCallId] : []));
}

function freeName(id: string, used: ReadonlySet<string>): string {
  let name = id;
  for (let count = 2; used.has(name); count += 1) name = `${id}-${count}`;
  return name;
}
