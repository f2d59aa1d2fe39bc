import "server-only";
import { type Logger, pino } from "pino";
import { env } from "#lib/env";

declare global {
  var askbookLog: Logger | undefined;
}

/**
 * Structured log of the server. Never given prompts, answers, rows or secrets.
 * Errors go under `err`, where only what describes them is kept.
 */
export function log(): Logger {
  globalThis.askbookLog ??= pino({
    level: env().ASKBOOK_LOG_LEVEL,
    base: { instance: env().ASKBOOK_INSTANCE_ID },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: { paths: ["*.apiKey", "*.password", "*.secret", "*.authorization", "*.cookie"], censor: "[redacted]" },
    serializers: { err: describeForLog, error: describeForLog },
  });
  return globalThis.askbookLog;
}

type LoggedError = {
  readonly name: string;
  readonly message: string;
  readonly stack?: string;
  readonly cause?: LoggedError;
};

function describeForLog(error: unknown): LoggedError {
  if (!(error instanceof Error)) return { name: typeof error, message: "Something other than an Error was thrown." };
  // Errors of the AI SDK quote prompts and answers, and some providers' messages quote keys.
  if (error.name.startsWith("AI_")) return { name: error.name, message: "The message is kept out of the log." };
  return {
    name: error.name,
    message: withoutParameters(error.message),
    ...(error.stack === undefined ? {} : { stack: withoutParameters(error.stack) }),
    ...(error.cause === undefined ? {} : { cause: describeForLog(error.cause) }),
  };
}

/** Drizzle ends its message with the values that the statement was given. */
function withoutParameters(text: string): string {
  return text.replace(/\nparams: [\s\S]*?(?=\n {4}at |$)/, "");
}
