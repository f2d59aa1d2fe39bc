import { redirect } from "next/navigation";
import { AccountPage } from "#components/account/account-page";
import { SignInForm } from "#components/account/sign-in-form";
import { Wordmark } from "#components/frame/wordmark";
import { findSingleSignOn } from "#lib/auth/oidc/client";
import { sentenceOfProblem } from "#lib/auth/oidc/problem";
import { pathOfThisSite } from "#lib/auth/path-of-this-site";
import { getSetUpState } from "#lib/auth/set-up";
import { getViewer } from "#lib/auth/viewer";

type SignInPageProps = { readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>> };

export default async function SignInPage({ searchParams }: SignInPageProps) {
  if ((await getSetUpState()).isOpen) redirect("/set-up");
  const query = await searchParams;
  const next = pathOfThisSite(query["next"]);
  if ((await getViewer()) !== null) redirect(next);
  return (
    <AccountPage title="Sign in" description="Ask questions of your data." mark={<Wordmark />}>
      <SignInForm
        next={next}
        singleSignOn={findSingleSignOn()?.label ?? null}
        problem={sentenceOfProblem(query["problem"])}
      />
    </AccountPage>
  );
}
