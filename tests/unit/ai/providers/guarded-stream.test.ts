import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { afterEach, describe, expect, it } from "vitest";
import { openGuardedStream } from "#lib/ai/providers/guarded-stream";
import type { StreamPart } from "#lib/ai/providers/model-types";
import { providerFetch } from "#lib/ai/providers/provider-fetch";
import type { Timeouts } from "#lib/ai/providers/timeouts";
import { AskbookError } from "#lib/errors";
import { startOpenAiCompatibleServer } from "#tests/wire/openai-compatible-server";
import type { Script } from "#tests/wire/script";
import type { WireServer } from "#tests/wire/wire-server";

process.env["DATABASE_URL"] = "postgres://localhost/none";
process.env["ASKBOOK_ALLOWED_NETWORKS"] = "allow-private";

const patient: Timeouts = { firstContent: 5000, betweenContent: 5000, total: 5000 };
let server: WireServer | undefined;

afterEach(() => server?.close());

type Outcome = { readonly text: string; readonly codes: readonly string[]; readonly ends: readonly (string | null)[] };

async function read(
  script: Script,
  timeouts: Timeouts,
  watch: (interrupt: (reason: AskbookError) => void) => () => void = () => () => undefined,
): Promise<Outcome> {
  server = await startOpenAiCompatibleServer({ script });
  const provider = createOpenAICompatible({ name: "test", baseURL: server.url, fetch: providerFetch });
  const prompt = [{ role: "user" as const, content: [{ type: "text" as const, text: "Hello?" }] }];
  const ends: (string | null)[] = [];
  const parts: StreamPart[] = [];
  const codes: string[] = [];
  try {
    const { stream } = await openGuardedStream(
      (abortSignal) => provider.chatModel("m").doStream({ prompt, abortSignal }),
      {
        signal: undefined,
        timeouts,
        watch,
        adapt: (part) => part,
        observer: {
          onPart: () => undefined,
          onEnd: async (failure) => {
            ends.push(failure?.code ?? null);
          },
        },
      },
    );
    for await (const part of stream) parts.push(part);
  } catch (error) {
    codes.push(error instanceof AskbookError ? error.code : "other");
  }
  for (const part of parts)
    if (part.type === "error") codes.push(part.error instanceof AskbookError ? part.error.code : "other");
  return { text: parts.map((part) => (part.type === "text-delta" ? part.delta : "")).join(""), codes, ends };
}

describe("a guarded stream", () => {
  it("ends once when all is well", async () => {
    expect(await read([{ text: "All is well." }], patient)).toEqual({ text: "All is well.", codes: [], ends: [null] });
  });

  it("retries silence before the headers, then says that nothing came", async () => {
    const outcome = await read([{ fault: { kind: "dead" } }], { ...patient, firstContent: 400 });
    expect(outcome).toEqual({ text: "", codes: ["provider_timeout"], ends: ["provider_timeout"] });
    expect(server?.requests).toHaveLength(3);
  });

  it("is not fooled by headers and then silence", async () => {
    const script = [{ text: "never", fault: { kind: "silence", afterPieces: 0 } as const }, { text: "Second." }];
    expect(await read(script, { ...patient, firstContent: 400 })).toEqual({ text: "Second.", codes: [], ends: [null] });
  });

  it("ends when the model goes silent in the middle, keeping what came", async () => {
    const script = [{ text: "Sales went up.", fault: { kind: "silence", afterPieces: 2 } as const }];
    expect(await read(script, { ...patient, betweenContent: 400 })).toEqual({
      text: "Sales went ",
      codes: ["provider_timeout"],
      ends: ["provider_timeout"],
    });
  });

  it("ends when the whole takes too long", async () => {
    const script = [{ text: "word ".repeat(100), delayMs: 20 }];
    const outcome = await read(script, { ...patient, total: 1000 });
    expect(outcome.codes).toEqual(["provider_timeout"]);
    expect(outcome.text.length).toBeGreaterThan(5);
  });

  it("ends with the reason that it is interrupted for, and closes the connection", async () => {
    const reason = new AskbookError("ai_not_configured");
    const outcome = await read([{ text: "word ".repeat(100), delayMs: 20 }], patient, (interrupt) => {
      const timer = setTimeout(() => interrupt(reason), 150);
      return () => clearTimeout(timer);
    });
    expect(outcome.codes).toEqual(["ai_not_configured"]);
    expect(outcome.ends).toEqual(["ai_not_configured"]);
    await expect.poll(() => server?.aborted()).toBe(1);
  });
});
