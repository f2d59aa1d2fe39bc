import { sessionCookie } from "#lib/auth/cookie";
import { parseBody } from "#lib/auth/input";
import { publicRoute } from "#lib/auth/route";
import { describeSession } from "#lib/auth/session-info";
import { signIn } from "#lib/auth/sign-in";
import { signInSchema } from "#lib/contract/accounts";

export const POST = publicRoute(async (request) => {
  const { token, viewer } = await signIn(await parseBody(request, signInSchema), request.headers);
  return Response.json(await describeSession(viewer), {
    headers: { "set-cookie": sessionCookie(request.headers, token) },
  });
});
