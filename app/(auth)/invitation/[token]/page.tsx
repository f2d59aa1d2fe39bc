import type { Metadata } from "next";
import { AcceptInvitationForm } from "#components/account/accept-invitation-form";
import { AccountPage } from "#components/account/account-page";
import { LinkProblem } from "#components/account/link-problem";
import { SignedInAlready } from "#components/account/signed-in-already";
import { Wordmark } from "#components/frame/wordmark";
import { readLink } from "#lib/auth/links";
import { getViewer } from "#lib/auth/viewer";

/** The address is the key: it goes to no other site and into no index. */
export const metadata: Metadata = { referrer: "no-referrer", robots: { index: false } };

type InvitationPageProps = { readonly params: Promise<{ readonly token: string }> };

export default async function InvitationPage({ params }: InvitationPageProps) {
  const { token } = await params;
  const [link, viewer] = await Promise.all([readLink("invitation", token), getViewer()]);
  if (link.state !== "open")
    return (
      <AccountPage title="This invitation cannot be used" mark={<Wordmark />}>
        <LinkProblem thing="invitation" state={link.state} isSignedIn={viewer !== null} />
      </AccountPage>
    );
  if (viewer !== null)
    return (
      <AccountPage title="You are signed in already" mark={<Wordmark />}>
        <SignedInAlready email={viewer.email} thing="invitation" forEmail={link.email} />
      </AccountPage>
    );
  return (
    <AccountPage
      title={`Join ${link.organizationName}`}
      description={`You were invited as ${link.email}. Choose a name and a password, and you are in.`}
      mark={<Wordmark />}
    >
      <AcceptInvitationForm token={token} email={link.email} />
    </AccountPage>
  );
}
