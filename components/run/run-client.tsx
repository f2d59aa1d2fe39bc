import { nothing, RequestError, refusalOf, request } from "#components/ui/request";
import { type RunChunk, runChunkSchema } from "#lib/contract/run-chunks";
import { type StartedRun, startedRunSchema } from "#lib/contract/runs";

/** Stores an AI task and starts it. Throws RequestError with the server's sentence when it is refused. */
export function startRun(body: object, signal?: AbortSignal): Promise<StartedRun> {
  return request("/api/runs", startedRunSchema, { method: "POST", body, ...(signal === undefined ? {} : { signal }) });
}

/** Really stops a run; its stream then ends by itself. */
export async function stopRun(runId: string): Promise<void> {
  await request(`/api/runs/${runId}/stop`, nothing, { method: "POST", body: {} });
}

const reconnectDelays = [0, 500, 1_000, 2_000, 4_000, 8_000, 15_000];

/**
 * The run's chunks until its end. A lost connection is taken up again after the last chunk that arrived. Errors with RequestError when
 * the stream is refused, and with a sentence when the connection cannot be had again.
 */
export function readRun(runId: string, signal: AbortSignal | undefined): ReadableStream<RunChunk> {
  let after = 0;
  let failures = 0;
  return new ReadableStream({
    async start(controller) {
      const emit = (seq: number, chunk: RunChunk): void => {
        if (after > 0 && chunk.type === "start") throw new RequestError(restarted);
        after = seq;
        failures = 0;
        controller.enqueue(chunk);
      };
      while (true) {
        try {
          if (await readOnce(runId, after, signal, emit)) break;
          failures += 1;
        } catch (error) {
          if (signal?.aborted || error instanceof RequestError) return controller.error(error);
          failures += 1;
        }
        const delay = reconnectDelays[failures];
        if (delay === undefined) return controller.error(new RequestError(lost));
        await new Promise((resolve) => setTimeout(resolve, delay));
      }
      controller.close();
    },
  });
}

const lost = { code: "connection_lost", message: "The connection was lost. Reload to see the answer." };

/** The server tells the whole message anew, because this page was away for long. */
const restarted = {
  code: "connection_lost",
  message: "The answer went on while the connection was lost. Reload to see it.",
};

/** True when the stream came to its end. */
async function readOnce(
  runId: string,
  after: number,
  signal: AbortSignal | undefined,
  emit: (seq: number, chunk: RunChunk) => void,
): Promise<boolean> {
  const response = await fetch(`/api/runs/${runId}/events?after=${after}`, { signal: signal ?? null });
  if (response.status >= 500) return false;
  if (!response.ok) throw new RequestError(refusalOf(await response.json().catch(() => undefined)));
  let rest = "";
  for await (const text of (response.body ?? new Blob().stream()).pipeThrough(new TextDecoderStream())) {
    const events = (rest + text).split("\n\n");
    rest = events.pop() ?? "";
    for (const event of events) if (readEvent(event, emit)) return true;
  }
  return false;
}

function readEvent(event: string, emit: (seq: number, chunk: RunChunk) => void): boolean {
  const fields = new Map(event.split("\n").map((line) => splitField(line)));
  const data = fields.get("data");
  if (data === "[DONE]") return true;
  if (data !== undefined) emit(Number(fields.get("id")), runChunkSchema.parse(JSON.parse(data)));
  return false;
}

function splitField(line: string): [string, string] {
  const colon = line.indexOf(":");
  return [line.slice(0, colon), line.slice(colon + 1).trimStart()];
}
