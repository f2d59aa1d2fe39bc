import { redirect } from "next/navigation";
import { AccountPage } from "#components/account/account-page";
import { SetUpForm } from "#components/account/set-up-form";
import { Wordmark } from "#components/frame/wordmark";
import { getSetUpState } from "#lib/auth/set-up";

export default async function SetUpPage() {
  const { isOpen, needsCode } = await getSetUpState();
  if (!isOpen) redirect("/sign-in");
  return (
    <AccountPage
      title="Set up Askbook"
      description="The first account is the admin. It takes a minute; sample data will be ready to ask about."
      mark={<Wordmark />}
    >
      <SetUpForm needsCode={needsCode} />
    </AccountPage>
  );
}
