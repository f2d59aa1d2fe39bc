import { headers } from "next/headers";
import { CustomFunctionsView } from "#components/admin/custom-functions/custom-functions-view";
import { listCustomFunctions } from "#lib/data/custom-functions";
import { can } from "#lib/permissions";
import { NoAccess } from "../../no-access.tsx";
import { requirePageViewer } from "../../workspace-frame.tsx";
import { removeCustomFunctionAction, saveCustomFunctionAction } from "./actions.ts";

export default async function CustomFunctionsPage() {
  const viewer = await requirePageViewer();
  if (!can(viewer, "administer")) return <NoAccess title="Administration is for admins" />;
  const [functions, requested] = await Promise.all([listCustomFunctions(viewer), headers()]);
  return (
    <CustomFunctionsView
      functions={functions}
      actions={{ save: saveCustomFunctionAction, remove: removeCustomFunctionAction }}
      email={viewer.email}
      nonce={requested.get("x-nonce") ?? undefined}
    />
  );
}
