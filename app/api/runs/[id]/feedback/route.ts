import { removeFeedback, updateFeedback } from "#db/queries/feedback";
import { parseBody } from "#lib/auth/input";
import { route } from "#lib/auth/route";
import { feedbackSchema } from "#lib/contract/runs";

export const POST = route<{ id: string }>(async (viewer, request, { id }) => {
  await updateFeedback(viewer, id, await parseBody(request, feedbackSchema));
  return new Response(null, { status: 204 });
});

export const DELETE = route<{ id: string }>(async (viewer, _request, { id }) => {
  await removeFeedback(viewer, id);
  return new Response(null, { status: 204 });
});
