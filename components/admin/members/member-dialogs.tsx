import type { MembersPageData } from "#lib/contract/members";
import { AccountTypeDialog } from "./account-type-dialog.tsx";
import { ConfirmDialog } from "./confirm-dialog.tsx";
import { InviteDialog } from "./invite-dialog.tsx";
import { LinkDialog } from "./link-dialog.tsx";
import type { MembersActions, MemberTask } from "./members-actions.tsx";

type MemberDialogsProps = {
  readonly task: MemberTask | null;
  readonly data: MembersPageData;
  readonly actions: MembersActions;
  readonly locale: string;
  readonly timeZone: string;
  readonly onTask: (task: MemberTask | null) => void;
  readonly onDone: (sentence: string) => void;
};

/** The dialog of the task, if there is one. */
export function MemberDialogs({ task, data, actions, locale, timeZone, onTask, onDone }: MemberDialogsProps) {
  const close = () => onTask(null);
  const done = (sentence: string) => {
    close();
    onDone(sentence);
  };
  if (task === null) return null;
  if (task.kind === "invite")
    return (
      <InviteDialog
        accountTypes={data.accountTypes}
        invite={actions.invite}
        onClose={close}
        onInvited={(link) => onTask({ kind: "link", thing: "invitation", link })}
      />
    );
  if (task.kind === "link")
    return <LinkDialog thing={task.thing} link={task.link} locale={locale} timeZone={timeZone} onClose={close} />;
  if (task.kind === "revoke") {
    const email = data.invitations.find(({ id }) => id === task.invitationId)?.email ?? "this person";
    return (
      <ConfirmDialog
        title={`Revoke the invitation of ${email}`}
        description="Its link stops working at once. You can invite this person again later."
        verb="Revoke"
        act={() => actions.revokeInvitation(task.invitationId)}
        onClose={close}
        onDone={() => done(`The invitation of ${email} is revoked.`)}
      />
    );
  }
  const member = data.members.find(({ id }) => id === task.userId);
  if (member === undefined) return null;
  if (task.kind === "account-type")
    return (
      <AccountTypeDialog
        member={member}
        accountTypes={data.accountTypes}
        change={actions.changeAccountType}
        onClose={close}
        onChanged={(name) => done(`${member.name} has the account type ${name} from the next request on.`)}
      />
    );
  if (task.kind === "reset-link")
    return (
      <ConfirmDialog
        title={`Make a password link for ${member.name}`}
        description="Whoever has the link can choose a new password for this account, once, within a day. Links made before stop working; the present password works until then."
        verb="Make link"
        tone="primary"
        act={() => actions.createResetLink(member.id)}
        onClose={close}
        onDone={(link) => onTask({ kind: "link", thing: "password link", link })}
      />
    );
  return (
    <ConfirmDialog
      title={`Deactivate ${member.name}`}
      description="They are signed out everywhere at once and cannot sign in. What they made stays, and you can reactivate them."
      verb="Deactivate"
      act={() => actions.deactivate(member.id)}
      onClose={close}
      onDone={() => done(`${member.name} is deactivated and was signed out everywhere.`)}
    />
  );
}
