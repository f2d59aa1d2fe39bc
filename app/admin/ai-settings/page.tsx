import Link from "next/link";
import { AiSettingsView } from "#components/admin/ai-settings-view";
import { Page } from "#components/ui/page";
import { getOrganization } from "#db/queries/organizations";
import { getAiSettings } from "#lib/ai/providers/ai-settings";
import { getAskSources } from "#lib/ai/search/ask-sources";
import { can } from "#lib/permissions";
import { NoAccess } from "../../no-access.tsx";
import { requirePageViewer } from "../../workspace-frame.tsx";
import {
  changeChartPicturesAction,
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
import { changeAiContextAction, changeAskSourcesModeAction, syncAskSourcesAction } from "./sources-actions.ts";

export default async function AiSettingsPage() {
  const viewer = await requirePageViewer();
  if (!can(viewer, "administer")) return <NoAccess title="Administration is for admins" />;
  const [settings, askSources, { locale, timeZone, aiContext }] = await Promise.all([
    getAiSettings(viewer),
    getAskSources(viewer),
    getOrganization(viewer),
  ]);
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
        askSources={{
          initial: askSources,
          actions: { sync: syncAskSourcesAction, changeMode: changeAskSourcesModeAction },
        }}
        aiContext={{ aiContext, changeAiContext: changeAiContextAction }}
        actions={{
          saveProvider: saveProviderAction,
          testProvider: testProviderAction,
          findAwsIdentity: findAwsIdentityAction,
          renewExternalId: renewExternalIdAction,
          removeProvider: removeProviderAction,
          changeHosting: changeHostingAction,
          changeSendRung: changeSendRungAction,
          changeChartPictures: changeChartPicturesAction,
          changeLimits: changeLimitsAction,
          changeRetention: changeRetentionAction,
        }}
      />
    </Page>
  );
}
