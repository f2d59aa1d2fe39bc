import { z } from "zod";
import { getRun } from "#db/queries/runs";
import { parseInput } from "#lib/auth/input";
import { route } from "#lib/auth/route";
import { eventStreamResponse } from "#lib/runs/event-stream";
import { readRunEvents } from "#lib/runs/read-run-events";

export const dynamic = "force-dynamic";

const positionSchema = z.coerce.number("Give the number of a chunk.").int().min(0).default(0);

/** The run's stream after chunk `after` (or `Last-Event-ID`), as server-sent events. */
export const GET = route<{ id: string }>(async (viewer, request, { id }) => {
  const position = new URL(request.url).searchParams.get("after") ?? request.headers.get("last-event-id") ?? undefined;
  const after = parseInput(positionSchema, position);
  await getRun(viewer, id);
  const leave = new AbortController();
  request.signal.addEventListener("abort", () => leave.abort(), { once: true });
  return eventStreamResponse(readRunEvents(viewer, id, { after, signal: leave.signal }), leave);
});
