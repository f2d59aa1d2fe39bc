"use client";

import type { ComponentProps } from "react";
import type { AiSettings } from "#lib/contract/ai-settings";
import type { AskSources } from "#lib/contract/ask-sources";
import { AiContextSection } from "./ai-context-section.tsx";
import type { AiSettingsActions } from "./ai-settings-actions.tsx";
import { type AskSourcesActions, AskSourcesSection } from "./ask-sources/ask-sources-section.tsx";
import { LimitsSection } from "./limits-section.tsx";
import { PermissionsSection } from "./permissions-section.tsx";
import { ProviderSection } from "./provider-section.tsx";
import { RetentionSection } from "./retention-section.tsx";
import { SendRungSection } from "./send-rung-section.tsx";
import { SignInAgain } from "./sign-in-again.tsx";

type AiSettingsViewProps = {
  readonly settings: AiSettings;
  readonly actions: AiSettingsActions;
  /** Of the admin, for entering the password again. */
  readonly email: string;
  readonly locale: string;
  readonly timeZone: string;
  readonly askSources: { readonly initial: AskSources; readonly actions: AskSourcesActions };
  readonly aiContext: ComponentProps<typeof AiContextSection>;
};

export function AiSettingsView({
  settings,
  actions,
  email,
  locale,
  timeZone,
  askSources,
  aiContext,
}: AiSettingsViewProps) {
  return (
    <SignInAgain email={email}>
      <div>
        <ProviderSection settings={settings} actions={actions} locale={locale} timeZone={timeZone} />
        <PermissionsSection permissions={settings.permissions} />
        <AskSourcesSection {...askSources} locale={locale} />
        <SendRungSection
          sendRung={settings.sendRung}
          sendChartPictures={settings.sendChartPictures}
          actions={actions}
        />
        <AiContextSection {...aiContext} />
        <RetentionSection retentionDays={settings.retentionDays} actions={actions} />
        <LimitsSection
          limits={settings.limits}
          usedTokensToday={settings.usedTokensToday}
          reportedRateLimits={settings.reportedRateLimits}
          hasProvider={settings.provider !== null}
          locale={locale}
          actions={actions}
        />
      </div>
    </SignInAgain>
  );
}
