import { removeFeedback, updateFeedback } from "#db/queries/feedback";
import { parseBody } from "#lib/auth/input";
import { route } from "#lib/auth/route";
import { feedbackSchema } from "#lib/contract/runs";
import { parseId } from "#lib/runs/parse-id";

export const POST = route<{ id: string }>(async (viewer, request, { id }) => {
  await updateFeedback(viewer, parseId(id), await parseBody(request, feedbackSchema));
  return new Response(null, { status: 204 });
});

export const DELETE = route<{ id: string }>(async (viewer, _request, { id }) => {
  await removeFeedback(viewer, parseId(id));
  return new Response(null, { status: 204 });
});
