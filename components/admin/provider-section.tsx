"use client";

import { useState } from "react";
import { Notice } from "#components/ui/notice";
import { Section } from "#components/ui/page";
import { RadioCards } from "#components/ui/radio-cards";
import type { AiHosting, AiSettings } from "#lib/contract/ai-settings";
import type { AiSettingsActions } from "./ai-settings-actions.tsx";
import { ExternalIdDialog } from "./external-id-dialog.tsx";
import { NewProvider } from "./new-provider.tsx";
import { ProviderCard } from "./provider-card.tsx";
import type { SavedProvider } from "./provider-form.tsx";
import { DisclaimerLink } from "./send-rung-section.tsx";
import { useAdminAction } from "./sign-in-again.tsx";

type ProviderSectionProps = {
  readonly settings: AiSettings;
  readonly actions: AiSettingsActions;
  readonly locale: string;
  readonly timeZone: string;
};

const hostingOptions = [
  {
    value: "environment",
    label: "Provided by this server",
    description: "Whoever runs this server set up a provider for organizations that have none of their own.",
  },
  {
    value: "built-in",
    label: "Built-in model",
    description: "Answers common questions on this server, by rules. Needs no key, and nothing leaves.",
  },
  {
    value: "external",
    label: "External models",
    description: "A language model of a provider that you choose, or one that you run yourself.",
  },
  { value: "off", label: "Off", description: "No AI features for anybody in the organization." },
] as const satisfies readonly { readonly value: AiHosting; readonly label: string; readonly description: string }[];

/** What was pressed, until the server's own state has moved on. */
type Choice = { readonly hosting: AiHosting; readonly insteadOf: AiHosting };

/** Which models serve the organization. Built-in and off are saved at once; an external provider is removed first. */
export function ProviderSection({ settings, actions, locale, timeZone }: ProviderSectionProps) {
  const { provider, hosting } = settings;
  const [choice, setChoice] = useState<Choice | null>(null);
  const [notice, setNotice] = useState<{ readonly tone: "positive" | "danger"; readonly text: string } | null>(null);
  const [externalId, setExternalId] = useState<string | null>(null);
  const showSaved = (outcome: SavedProvider) => {
    setNotice(outcome.isInUse ? savedProvider : waitingForTrust);
    setExternalId(outcome.externalId);
  };
  const change = useAdminAction(actions.changeHosting);
  const chosen = choice?.insteadOf === hosting ? choice.hosting : hosting;
  const isOwn = provider !== null && provider.variables === null;
  const shown = isOwn ? "external" : chosen;
  const isShown = provider !== null && (isOwn || (hosting === "environment" && shown === "environment"));
  const choose = async (next: AiHosting) => {
    setNotice(null);
    setChoice({ hosting: next, insteadOf: hosting });
    if (next === "external" || next === hosting) return;
    const result = await change.run(next);
    if (!result.ok) setChoice(null);
    setNotice(
      result.ok ? { tone: "positive", text: savedHosting[next] } : { tone: "danger", text: result.error.message },
    );
  };
  return (
    <Section
      title="AI provider"
      description={
        <>
          With an external provider, data goes to a third party. Its output may be wrong: people must check it.{" "}
          <DisclaimerLink />
        </>
      }
    >
      <div className="space-y-4">
        <div className="max-w-form space-y-3">
          <RadioCards
            legend="Provider hosting"
            name="hosting"
            value={shown}
            onChange={(value) => void choose(value)}
            options={hostingOptions
              .filter(({ value }) => value !== "environment" || settings.environment !== null)
              .map((option) => ({
                ...option,
                disabled: change.isPending || (isOwn && option.value !== "external"),
              }))}
          />
          {isOwn && <p className="text-quiet">To use something else, first remove the provider below.</p>}
          {notice !== null && <Notice tone={notice.tone}>{notice.text}</Notice>}
          {shown === "environment" && settings.environment?.problem != null && (
            <Notice tone="danger" title="AI features are unavailable">
              The server's own provider is not set up right: {settings.environment.problem} Whoever runs this server can
              correct it and start it again. Or choose another hosting here.
            </Notice>
          )}
          {hosting === "external" && provider === null && (
            <Notice tone="warning" title="AI features are unavailable">
              No external provider is set up. Save one below, or choose the built-in model.
            </Notice>
          )}
        </div>
        {provider !== null && isShown && (
          <ProviderCard
            provider={provider}
            forms={settings.forms}
            actions={actions}
            locale={locale}
            timeZone={timeZone}
            onSaved={showSaved}
            onRenewed={(externalId) => {
              setNotice(waitingForTrust);
              setExternalId(externalId);
            }}
            onRemoved={() => {
              setChoice(null);
              setNotice({
                tone: "positive",
                text: "The provider was removed. AI features are unavailable until you save another.",
              });
            }}
          />
        )}
        {!isOwn && shown === "external" && <NewProvider forms={settings.forms} actions={actions} onSaved={showSaved} />}
      </div>
      {provider !== null && externalId !== null && (
        <ExternalIdDialog
          externalId={externalId}
          region={provider.values["region"] ?? ""}
          findAwsIdentity={actions.findAwsIdentity}
          onClose={() => setExternalId(null)}
        />
      )}
    </Section>
  );
}

const savedProvider = { tone: "positive", text: "Saved. AI features are available for your organization." } as const;

const waitingForTrust = {
  tone: "positive",
  text: "Saved. Set up the trust relationship in AWS, then choose Test connection.",
} as const;

const savedHosting: Readonly<Record<"built-in" | "off" | "environment", string>> = {
  environment: "Saved. The provider of this server serves your organization.",
  "built-in": "Saved. The built-in model serves your organization.",
  off: "Saved. AI features are off for everybody in your organization.",
};
