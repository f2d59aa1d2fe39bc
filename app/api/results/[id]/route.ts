import { z } from "zod";
import { parseInput } from "#lib/auth/input";
import { route } from "#lib/auth/route";
import { readResult } from "#lib/data/results";

const rangeSchema = z.object({
  offset: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(25_000).default(200),
});

/** What a result is, and a range of its rows. */
export const GET = route<{ id: string }>(async (viewer, request, { id }) => {
  const range = parseInput(rangeSchema, Object.fromEntries(new URL(request.url).searchParams));
  const page = await readResult(viewer, id, range, { signal: request.signal });
  return Response.json(page, { headers: { "cache-control": "no-store" } });
});
