import type { ReactNode } from "react";
import { SidePanel } from "#components/frame/side-panel";
import { can } from "#lib/permissions";
import { NoAccess } from "../no-access.tsx";
import { requirePageViewer, WorkspaceFrame } from "../workspace-frame.tsx";

const pages = [
  { label: "AI settings", href: "/admin/ai-settings" },
  { label: "Members", href: "/admin/members" },
  { label: "Account types", href: "/admin/account-types" },
  { label: "Custom functions", href: "/admin/custom-functions" },
  { label: "General", href: "/admin/general" },
  { label: "Usage", href: "/admin/usage" },
  { label: "Audit log", href: "/admin/audit" },
];

/** The pages and actions behind it check for themselves; this only spares others the sight of an empty form. */
export default async function AdminLayout({ children }: { readonly children: ReactNode }) {
  const viewer = await requirePageViewer();
  return (
    <WorkspaceFrame>
      {can(viewer, "administer") ? (
        <SidePanel title="Administration" items={pages}>
          {children}
        </SidePanel>
      ) : (
        <NoAccess title="Administration is for admins" />
      )}
    </WorkspaceFrame>
  );
}
