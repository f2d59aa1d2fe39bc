import { attemptCookie } from "#lib/auth/oidc/attempt";
import { beginSignIn, SignInRefusal } from "#lib/auth/oidc/sign-in";
import { pathOfThisSite } from "#lib/auth/path-of-this-site";
import { publicRoute } from "#lib/auth/route";
import { findViewer } from "#lib/auth/viewer";
import { redirectTo } from "./redirect-to.ts";

/** Leads to the provider of single sign-on. `?next=` is where to go afterwards; `?again=1` asks the one who is signed in anew. */
export const GET = publicRoute(async (request) => {
  const query = new URL(request.url).searchParams;
  const again = query.get("again") === null ? null : await findViewer(request.headers);
  try {
    const { attempt, providerUrl } = await beginSignIn(request.headers, {
      next: pathOfThisSite(query.get("next")),
      again,
    });
    return redirectTo(providerUrl.href, [attemptCookie(request.headers, attempt)]);
  } catch (error) {
    if (error instanceof SignInRefusal)
      return redirectTo(`${again === null ? "/sign-in" : "/sign-in/again"}?problem=${error.problem}`);
    throw error;
  }
});
