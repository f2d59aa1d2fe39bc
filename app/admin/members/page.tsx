import { MembersView } from "#components/admin/members/members-view";
import { getOrganization } from "#db/queries/organizations";
import { getMembers } from "#lib/organization/members";
import { can } from "#lib/permissions";
import { NoAccess } from "../../no-access.tsx";
import { requirePageViewer } from "../../workspace-frame.tsx";
import {
  changeAccountTypeAction,
  createResetLinkAction,
  deactivateMemberAction,
  inviteMemberAction,
  reactivateMemberAction,
  renewInvitationAction,
  revokeInvitationAction,
} from "./actions.ts";

export default async function MembersPage() {
  const viewer = await requirePageViewer();
  if (!can(viewer, "administer")) return <NoAccess title="Administration is for admins" />;
  const [data, { locale, timeZone }] = await Promise.all([getMembers(viewer), getOrganization(viewer)]);
  return (
    <MembersView
      {...data}
      email={viewer.email}
      locale={locale}
      timeZone={timeZone}
      actions={{
        invite: inviteMemberAction,
        renewInvitation: renewInvitationAction,
        revokeInvitation: revokeInvitationAction,
        changeAccountType: changeAccountTypeAction,
        deactivate: deactivateMemberAction,
        reactivate: reactivateMemberAction,
        createResetLink: createResetLinkAction,
      }}
    />
  );
}
