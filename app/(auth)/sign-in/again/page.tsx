import { AccountPage } from "#components/account/account-page";
import { SignedInAgain } from "#components/account/signed-in-again";
import { Wordmark } from "#components/frame/wordmark";
import { sentenceOfProblem } from "#lib/auth/oidc/problem";
import { requirePageViewer } from "../../../workspace-frame.tsx";

type SignedInAgainPageProps = {
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
};

/** The end of a sign-in in a tab of its own, which another tab waits for. */
export default async function SignedInAgainPage({ searchParams }: SignedInAgainPageProps) {
  const viewer = await requirePageViewer();
  const problem = sentenceOfProblem((await searchParams)["problem"]);
  return (
    <AccountPage
      title={problem === null ? "You are signed in again" : "You were not signed in"}
      description={
        problem === null ? `As ${viewer.email}. Close this tab and go on where you were.` : "Nothing was changed."
      }
      mark={<Wordmark />}
    >
      <SignedInAgain problem={problem} />
    </AccountPage>
  );
}
