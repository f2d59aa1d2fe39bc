import { DrizzleQueryError } from "drizzle-orm/errors";
import { beforeAll, describe, expect, it } from "vitest";
import { createLog, inSentences } from "#lib/log";

beforeAll(() => {
  process.env["DATABASE_URL"] = "postgres://127.0.0.1/none";
});

function logged(write: (log: ReturnType<typeof createLog>) => void, asSentences = false): string {
  const lines: string[] = [];
  const output = { write: (line: string) => void lines.push(line) };
  write(createLog(asSentences ? inSentences(output) : output));
  return lines.join("");
}

describe("the log", () => {
  it("keeps the values of a failed statement out, and what it was", () => {
    const error = new DrizzleQueryError("select $1", ["a private question"], new Error("connection lost"));
    for (const asSentences of [false, true]) {
      const text = logged((log) => log.error({ err: error }, "it failed"), asSentences);
      expect(text).toContain("select $1");
      expect(text).toContain("connection lost");
      expect(text).not.toContain("private question");
    }
  });

  it("keeps a provider's words out, which may hold the prompt or the key", () => {
    const error = Object.assign(new Error("Incorrect API key provided: sk-canary"), { name: "AI_APICallError" });
    const wrapped = new Error("The provider failed.", { cause: error });
    const text = logged((log) => log.error({ err: wrapped, call: { apiKey: "sk-canary", cookie: "canary" } }, "no"));
    expect(text).toContain("AI_APICallError");
    expect(text).not.toContain("canary");
  });

  it("is a sentence a line for people", () => {
    const text = logged((log) => log.warn({ kind: "profile-source", attempts: 2 }, "background work failed"), true);
    expect(text).toMatch(/^\d\d:\d\d:\d\d warn {2}background work failed kind=profile-source attempts=2\n$/);
  });
});
