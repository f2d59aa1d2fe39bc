import type { Metadata } from "next";
import { AccountPage } from "#components/account/account-page";
import { LinkProblem } from "#components/account/link-problem";
import { ResetPasswordForm } from "#components/account/reset-password-form";
import { SignedInAlready } from "#components/account/signed-in-already";
import { Wordmark } from "#components/frame/wordmark";
import { readLink } from "#lib/auth/links";
import { getViewer } from "#lib/auth/viewer";

/** The address is the key: it goes to no other site and into no index. */
export const metadata: Metadata = { referrer: "no-referrer", robots: { index: false } };

type ResetPageProps = { readonly params: Promise<{ readonly token: string }> };

export default async function ResetPage({ params }: ResetPageProps) {
  const { token } = await params;
  const [link, viewer] = await Promise.all([readLink("password-reset", token), getViewer()]);
  if (link.state !== "open")
    return (
      <AccountPage title="This link cannot be used" mark={<Wordmark />}>
        <LinkProblem thing="password link" state={link.state} isSignedIn={viewer !== null} />
      </AccountPage>
    );
  if (viewer !== null && viewer.userId !== link.userId)
    return (
      <AccountPage title="You are signed in as somebody else" mark={<Wordmark />}>
        <SignedInAlready email={viewer.email} thing="password link" forEmail={link.email} />
      </AccountPage>
    );
  return (
    <AccountPage
      title="Choose a new password"
      description={`For ${link.email} at ${link.organizationName}. Every other device is signed out.`}
      mark={<Wordmark />}
    >
      <ResetPasswordForm token={token} email={link.email} />
    </AccountPage>
  );
}
