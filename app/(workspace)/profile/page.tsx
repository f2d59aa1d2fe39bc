import { PasswordForm } from "#components/account/password-form";
import { DataList } from "#components/ui/data-list";
import { Page, Section } from "#components/ui/page";
import { describeSession } from "#lib/auth/session-info";
import { requirePageViewer } from "../../workspace-frame.tsx";

export default async function ProfilePage() {
  const { user, organization, accountType, signIn } = await describeSession(await requirePageViewer());
  return (
    <Page title="Profile" width="form">
      <Section title="Account">
        <DataList
          items={[
            { label: "Name", value: user.name },
            { label: "E-mail", value: user.email },
            { label: "Organization", value: organization.name },
            { label: "Account type", value: accountType.name },
          ]}
        />
      </Section>
      {signIn.password ? (
        <Section title="Password" description="Changing it signs you out everywhere else.">
          <PasswordForm />
        </Section>
      ) : (
        <Section title="Password">
          <p className="text-quiet">
            You have none here: you sign in with {signIn.singleSignOn ?? "single sign-on"}. An admin can make a link for
            you to set one.
          </p>
        </Section>
      )}
    </Page>
  );
}
