import { expiredSessionCookie } from "#lib/auth/cookie";
import { publicRoute } from "#lib/auth/route";
import { endCurrentSession } from "#lib/auth/sign-in";

export const POST = publicRoute(async (request) => {
  await endCurrentSession(request.headers);
  return new Response(null, { status: 204, headers: { "set-cookie": expiredSessionCookie(request.headers) } });
});
