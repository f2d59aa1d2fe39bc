import { sessionCookie } from "#lib/auth/cookie";
import { parseBody } from "#lib/auth/input";
import { acceptInvitation } from "#lib/auth/links";
import { publicRoute } from "#lib/auth/route";
import { describeSession } from "#lib/auth/session-info";
import { acceptInvitationSchema } from "#lib/contract/members";

/** An invited person becomes a member and is signed in. */
export const POST = publicRoute(async (request) => {
  const { token, viewer } = await acceptInvitation(await parseBody(request, acceptInvitationSchema), request.headers);
  return Response.json(await describeSession(viewer), {
    status: 201,
    headers: { "set-cookie": sessionCookie(request.headers, token) },
  });
});
