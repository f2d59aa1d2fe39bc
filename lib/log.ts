import "server-only";
import { pino } from "pino";
import { env } from "#lib/env";

declare global {
  var askbookLog: pino.Logger | undefined;
}

/** Structured log of the server. Never given prompts, answers, rows or secrets; an `APICallError` is never logged whole. */
export function log(): pino.Logger {
  globalThis.askbookLog ??= pino({
    level: env().ASKBOOK_LOG_LEVEL,
    base: { instance: env().ASKBOOK_INSTANCE_ID },
    redact: { paths: ["*.apiKey", "*.password", "*.secret", "*.authorization", "*.cookie"], censor: "[redacted]" },
  });
  return globalThis.askbookLog;
}
