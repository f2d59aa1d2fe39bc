import { z } from "zod";
import { saveProvider } from "#lib/ai/providers/save-provider";
import type { Viewer } from "#lib/permissions";
import { expectOk, postJson } from "#tests/e2e/support/api";
import { startOpenAiCompatibleServer } from "#tests/wire/openai-compatible-server";
import { compareInTurn, type Measurement } from "./rounds.ts";

type Asking = { readonly url: string; readonly cookie: string; readonly viewer: Viewer };

const firstTokenDelayMs = 30;
const startedRun = z.object({ runId: z.string() });

/**
 * From the question to the first words of the answer: our server in between, against the same provider called directly. The provider
 * is a loopback server that waits 30 ms before its first piece.
 */
export async function measureFirstToken({ url, cookie, viewer }: Asking, rounds: number): Promise<Measurement[]> {
  const provider = await startOpenAiCompatibleServer({
    script: () => ({ text: "The first words of an answer.", delayMs: firstTokenDelayMs }),
  });
  const saved = await saveProvider(viewer, {
    kind: "openai-compatible",
    values: { baseUrl: provider.url, chatModel: "bench" },
    removedSecrets: [],
    version: null,
  });
  if (!saved.saved) throw new Error(saved.failures.map(({ message }) => message).join(" "));
  const direct = { name: "direct provider call", run: () => askDirectly(provider.url) };
  const measurements = [
    await compareInTurn("first token", rounds, direct, () => ask(url, cookie, '"type":"text-delta"')),
    await compareInTurn("first event", rounds, direct, () => ask(url, cookie, '"type":"start"')),
  ];
  await provider.close();
  return measurements;
}

async function askDirectly(baseUrl: string): Promise<number> {
  const started = performance.now();
  const response = await fetch(`${baseUrl}/chat/completions`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ model: "bench", stream: true, messages: [{ role: "user", content: "Say something." }] }),
  });
  await untilSeen(response, '"content":"');
  return performance.now() - started;
}

async function ask(url: string, cookie: string, wanted: string): Promise<number> {
  const started = performance.now();
  const answer = await expectOk(await postJson(url, "/api/runs", { kind: "ask", question: "Say something." }, cookie));
  const { runId } = startedRun.parse(await answer.json());
  await untilSeen(await fetch(`${url}/api/runs/${runId}/events?after=0`, { headers: { cookie } }), wanted);
  return performance.now() - started;
}

/** Throws when the stream ends without it. */
export async function untilSeen(response: Response, wanted: string): Promise<void> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (text.includes(wanted)) return;
  }
  throw new Error(`The stream ended without ${wanted}: ${text.slice(0, 500)}`);
}
