import { sessionCookie } from "#lib/auth/cookie";
import { parseBody } from "#lib/auth/input";
import { resetPassword } from "#lib/auth/links";
import { publicRoute } from "#lib/auth/route";
import { describeSession } from "#lib/auth/session-info";
import { resetPasswordSchema } from "#lib/contract/members";

/** Sets a password by a reset link, and signs in. */
export const POST = publicRoute(async (request) => {
  const { token, viewer } = await resetPassword(await parseBody(request, resetPasswordSchema), request.headers);
  return Response.json(await describeSession(viewer), {
    headers: { "set-cookie": sessionCookie(request.headers, token) },
  });
});
