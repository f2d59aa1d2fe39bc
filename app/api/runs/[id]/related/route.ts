import { findRelatedCharts } from "#lib/ai/ask/find-related-charts";
import { route } from "#lib/auth/route";
import type { RelatedCharts } from "#lib/contract/related";

/** Charts that go on from an answer. Leaving the request stops the queries. */
export const GET = route<{ id: string }>(async (viewer, request, { id }) => {
  const charts = await findRelatedCharts(viewer, id, request.signal);
  return Response.json({ charts } satisfies RelatedCharts, { headers: { "cache-control": "no-store" } });
});
