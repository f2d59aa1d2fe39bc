import { changePassword } from "#lib/auth/change-password";
import { parseBody } from "#lib/auth/input";
import { route } from "#lib/auth/route";
import { changePasswordSchema } from "#lib/contract/accounts";

export const POST = route(async (viewer, request) => {
  await changePassword(viewer, await parseBody(request, changePasswordSchema), request.headers);
  return new Response(null, { status: 204 });
});
