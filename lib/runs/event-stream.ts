import "server-only";
import type { RunEvent } from "./read-run-events.ts";

const heartbeatMilliseconds = 15_000;

/** Server-sent events: `id` the chunk's number, `data` its JSON, a comment every 15 s of silence, `[DONE]` at the end. */
export function eventStreamResponse(events: AsyncGenerator<RunEvent>, leave: AbortController): Response {
  const encoder = new TextEncoder();
  let heartbeat: NodeJS.Timeout | undefined;
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      const send = (text: string): void => controller.enqueue(encoder.encode(text));
      heartbeat = setInterval(() => send(": still here\n\n"), heartbeatMilliseconds);
      void pump(events, send)
        .then(() => send("data: [DONE]\n\n"))
        .then(() => controller.close())
        .catch((error: unknown) => (leave.signal.aborted ? undefined : controller.error(error)))
        .finally(() => clearInterval(heartbeat));
    },
    cancel() {
      clearInterval(heartbeat);
      leave.abort();
    },
  });
  return new Response(body, {
    headers: {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-cache, no-transform",
      "x-accel-buffering": "no",
      "x-vercel-ai-ui-message-stream": "v1",
    },
  });
}

async function pump(events: AsyncGenerator<RunEvent>, send: (text: string) => void): Promise<void> {
  for await (const { seq, chunk } of events) send(`id: ${seq}\ndata: ${JSON.stringify(chunk)}\n\n`);
}
