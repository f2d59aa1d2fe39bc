import type { Metadata } from "next";
import Link from "next/link";
import { AiSettingsView } from "#components/admin/ai-settings-view";
import { EmptyState } from "#components/ui/empty-state";
import { Page } from "#components/ui/page";
import { getOrganization } from "#db/queries/organizations";
import { getAiSettings } from "#lib/ai/providers/ai-settings";
import { can } from "#lib/permissions";
import { requirePageViewer } from "../../workspace-frame.tsx";
import {
  changeHostingAction,
  changeLimitsAction,
  changeRetentionAction,
  changeSendRungAction,
  findAwsIdentityAction,
  removeProviderAction,
  renewExternalIdAction,
  saveProviderAction,
  testProviderAction,
} from "./actions.ts";

export const metadata: Metadata = { title: "AI settings" };

export default async function AiSettingsPage() {
  const viewer = await requirePageViewer();
  if (!can(viewer, "administer")) return <EmptyState title="Administration is for admins" />;
  const [settings, { locale, timeZone }] = await Promise.all([getAiSettings(viewer), getOrganization(viewer)]);
  return (
    <Page
      title="AI settings"
      description={
        <>
          Which models serve your organization, who may use them, and what they may see. Please read the{" "}
          <Link href="/help/ai-disclaimer" className="underline">
            disclaimer
          </Link>{" "}
          before you let AI features send data to an external provider.
        </>
      }
    >
      <AiSettingsView
        settings={settings}
        email={viewer.email}
        locale={locale}
        timeZone={timeZone}
        actions={{
          saveProvider: saveProviderAction,
          testProvider: testProviderAction,
          findAwsIdentity: findAwsIdentityAction,
          renewExternalId: renewExternalIdAction,
          removeProvider: removeProviderAction,
          changeHosting: changeHostingAction,
          changeSendRung: changeSendRungAction,
          changeLimits: changeLimitsAction,
          changeRetention: changeRetentionAction,
        }}
      />
    </Page>
  );
}
