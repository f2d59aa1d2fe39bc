import "server-only";
import { AskbookError } from "#lib/errors";

const unreachable = /^(ECONN|ENOTFOUND|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|EAI_AGAIN|CONNECT|CONNECTION_|08)/;

/** What the driver threw, as what a person is told: never a password, never the whole statement. What is not the driver's stays as it is. */
export function failureOf(error: unknown): unknown {
  if (error instanceof AskbookError) return error;
  const code = codeOf(error);
  if (code === "") return error;
  if (code === "57014") return new AskbookError("query_timeout", { cause: error });
  if (code === "28P01" || code === "28000") {
    return new AskbookError("engine_failed", {
      message: "The database refused the user or the password. Enter them again.",
      cause: error,
    });
  }
  if (code === "57P01" || code === "57P02") return new AskbookError("engine_stopped", { cause: error });
  if (unreachable.test(code)) {
    return new AskbookError("engine_failed", {
      message: "The database cannot be reached. Check its host and port, and that it lets this server in.",
      cause: error,
    });
  }
  const text = error instanceof Error ? (error.message.split("\n")[0] ?? "").slice(0, 300) : "";
  return new AskbookError("engine_failed", {
    message: text === "" ? "The database could not run this query." : `The database could not run this query: ${text}`,
    cause: error,
  });
}

function codeOf(error: unknown): string {
  if (typeof error !== "object" || error === null || !("code" in error)) return "";
  return String(error.code);
}
