import { route } from "#lib/auth/route";
import { resetExploration } from "#lib/workbook-store/explorations";

/** What is published takes the place of an exploration's changes. */
export const POST = route<{ id: string }>(async (viewer, _request, { id }) =>
  Response.json({ revision: await resetExploration(viewer, id) }),
);
