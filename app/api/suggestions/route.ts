import { z } from "zod";
import { suggestQuestions } from "#lib/ai/search/suggest-questions";
import { parseInput } from "#lib/auth/input";
import { route } from "#lib/auth/route";

const querySchema = z.object({ source: z.uuid().optional() });

/** Questions to begin with, about the highlighted sources or about one: `?source={id}`. */
export const GET = route(async (viewer, request) => {
  const { source } = parseInput(querySchema, Object.fromEntries(new URL(request.url).searchParams));
  const suggestions = await suggestQuestions(viewer, source);
  return Response.json({ suggestions }, { headers: { "cache-control": "no-store" } });
});
