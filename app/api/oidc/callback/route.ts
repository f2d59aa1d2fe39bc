import { sessionCookie } from "#lib/auth/cookie";
import { expiredAttemptCookie, readAttempt } from "#lib/auth/oidc/attempt";
import { finishSignIn, SignInRefusal } from "#lib/auth/oidc/sign-in";
import { publicRoute } from "#lib/auth/route";
import { redirectTo } from "../redirect-to.ts";

/** Where the provider of single sign-on sends the browser back to. */
export const GET = publicRoute(async (request) => {
  const attempt = readAttempt(request.headers);
  const forget = expiredAttemptCookie(request.headers);
  if (attempt === null) return redirectTo("/sign-in?problem=expired", [forget]);
  try {
    const { token } = await finishSignIn(request, attempt);
    return redirectTo(attempt.next, [forget, sessionCookie(request.headers, token)]);
  } catch (error) {
    if (!(error instanceof SignInRefusal)) throw error;
    const page = attempt.againAs === null ? "/sign-in" : "/sign-in/again";
    return redirectTo(`${page}?problem=${error.problem}`, [forget]);
  }
});
