import "server-only";
import { AskbookError } from "#lib/errors";
import type { ChildEnd } from "./child.ts";
import type { EngineResponse } from "./protocol.ts";

type Failed = Extract<EngineResponse, { kind: "failed" }>;

/** What the caller is told of a failure inside the engine. */
export function failureOf(response: Failed): AskbookError {
  if (response.reason === "interrupted") return new AskbookError("aborted");
  const cause = new Error(response.message);
  if (response.reason === "refused") return new AskbookError("engine_failed", { message: response.message, cause });
  return new AskbookError("engine_failed", { message: sentenceOf(response.message), cause });
}

/** What the callers of a process that ended are told. */
export function stoppedBy(end: ChildEnd): AskbookError {
  if (end !== "out-of-memory") return new AskbookError("engine_stopped");
  return new AskbookError("engine_stopped", {
    message: "The data engine was stopped because the query needed too much memory. Narrow it with a filter.",
  });
}

function sentenceOf(message: string): string {
  if (message.startsWith("Out of Memory"))
    return "The query needs more memory than the data engine may use. Narrow it with a filter.";
  // Messages about files name paths of this server.
  if (/^(IO|Permission|Internal|Fatal|INTERNAL) ?Error/i.test(message))
    return new AskbookError("engine_failed").message;
  const firstLine = message.split("\n")[0] ?? "";
  return `The data engine could not run this query: ${firstLine.slice(0, 300)}`;
}
