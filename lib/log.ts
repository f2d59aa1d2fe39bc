import "server-only";
import { type Logger, pino, type StreamEntry } from "pino";
import { env } from "#lib/env";

declare global {
  var askbookLog: Logger | undefined;
}

/**
 * Structured log of the server: JSON lines, or sentences when somebody watches in a terminal. Never given prompts, answers, rows or
 * secrets. Errors go under `err`, where only what describes them is kept.
 */
export function log(): Logger {
  globalThis.askbookLog ??= createLog(process.stdout.isTTY ? inSentences(process.stdout) : process.stdout);
  return globalThis.askbookLog;
}

type Destination = Pick<StreamEntry["stream"], "write">;

export function createLog(destination: Destination): Logger {
  return pino(
    {
      level: env().ASKBOOK_LOG_LEVEL,
      base: { instance: env().ASKBOOK_INSTANCE_ID },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: ["*.apiKey", "*.password", "*.secret", "*.authorization", "*.cookie"], censor: "[redacted]" },
      serializers: { err: describeForLog, error: describeForLog },
    },
    destination,
  );
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

/** `03:57:55 warn  background work failed  kind=profile-source`, and below it where an error happened. */
export function inSentences(output: Destination): Destination {
  return {
    write(line: string) {
      const { level, time, msg, instance: _, err, error, ...details }: Record<string, unknown> = JSON.parse(line);
      const pairs = Object.entries(details).map(([name, value]) => `${name}=${plain(value)}`);
      const head = [String(time).slice(11, 19), String(level).padEnd(5), String(msg ?? ""), ...pairs].join(" ");
      output.write(`${[head, ...framesOf(err ?? error)].join("\n")}\n`);
    },
  };
}

function plain(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function framesOf(error: unknown): readonly string[] {
  if (typeof error !== "object" || error === null) return [];
  const text = "stack" in error ? error.stack : "message" in error ? error.message : "";
  const cause = "cause" in error ? framesOf(error.cause).map((line) => line.replace(/^ {2}(?=\S)/, "  because ")) : [];
  return [
    ...String(text)
      .split("\n")
      .map((line) => `  ${line}`),
    ...cause,
  ];
}
