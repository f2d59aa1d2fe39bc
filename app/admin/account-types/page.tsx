import { AccountTypesView } from "#components/admin/account-types/account-types-view";
import { getAccountTypes } from "#lib/organization/account-types";
import { can } from "#lib/permissions";
import { NoAccess } from "../../no-access.tsx";
import { requirePageViewer } from "../../workspace-frame.tsx";
import {
  changePermissionsAction,
  createAccountTypeAction,
  removeAccountTypeAction,
  renameAccountTypeAction,
} from "./actions.ts";

export default async function AccountTypesPage() {
  const viewer = await requirePageViewer();
  if (!can(viewer, "administer")) return <NoAccess title="Administration is for admins" />;
  return (
    <AccountTypesView
      types={await getAccountTypes(viewer)}
      email={viewer.email}
      actions={{
        changePermissions: changePermissionsAction,
        create: createAccountTypeAction,
        rename: renameAccountTypeAction,
        remove: removeAccountTypeAction,
      }}
    />
  );
}
