"use client";

import { useSearchParams } from "next/navigation";
import { useState } from "react";
import { Badge } from "#components/ui/badge";
import { Button } from "#components/ui/button";
import { CopyButton } from "#components/ui/copy-button";
import { DataList } from "#components/ui/data-list";
import { Dialog, DialogClose } from "#components/ui/dialog";
import { Notice } from "#components/ui/notice";
import type { FieldValues, ProviderForm as Form, ProviderSummary } from "#lib/contract/ai-settings";
import type { AiSettingsActions } from "./ai-settings-actions.tsx";
import { ProviderForm, type SavedProvider, valuesAtFirst } from "./provider-form.tsx";
import { ProviderGuide, ProviderLinks } from "./provider-guide.tsx";
import { providerParts } from "./provider-parts.tsx";
import { RemoveProvider } from "./remove-provider.tsx";
import { TestConnection } from "./test-connection.tsx";

type ProviderCardProps = {
  readonly provider: ProviderSummary;
  readonly forms: readonly Form[];
  readonly actions: AiSettingsActions;
  readonly locale: string;
  readonly timeZone: string;
  readonly onSaved: (outcome: SavedProvider) => void;
  readonly onRenewed: (externalId: string) => void;
  readonly onRemoved: () => void;
};

/** What is configured, how it fares, and what can be done with it. */
export function ProviderCard({
  provider,
  forms,
  actions,
  locale,
  timeZone,
  onSaved,
  onRenewed,
  onRemoved,
}: ProviderCardProps) {
  const isOwn = provider.variables === null;
  const asksToEdit = useSearchParams().get("edit") !== null;
  const [isEditing, setIsEditing] = useState(isOwn && asksToEdit);
  const [typed, setTyped] = useState<FieldValues | null>(null);
  const [isRemoving, setIsRemoving] = useState(false);
  const moment = (iso: string) =>
    new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short", timeZone }).format(new Date(iso));
  const form = forms.find((candidate) => candidate.kind === provider.kind);
  const parts = providerParts[provider.kind];
  const savedBy = provider.savedBy === null ? "" : ` by ${provider.savedBy}`;
  return (
    <div className="max-w-form rounded-md border bg-surface">
      <div className="flex flex-wrap items-center justify-between gap-2 border-b px-4 py-3">
        <h3 className="flex items-center gap-2 font-medium">
          {provider.label}
          {form?.beta !== undefined && <Badge tone="accent">Beta</Badge>}
          <StateBadge state={provider.state} />
        </h3>
      </div>
      <div className="space-y-3 px-4 py-3">
        <StateNotice state={provider.state} moment={moment} onEdit={isOwn ? () => setIsEditing(true) : null} />
        <DataList
          items={[
            ...provider.models.map((model) => ({
              label: model.role,
              value: (
                <>
                  <span className="font-mono text-sm">{model.name}</span>
                  <span className="flex items-center gap-1 text-quiet text-sm">
                    <span className="min-w-0">{model.url}</span>
                    <CopyButton value={model.url} label="Copy address" iconOnly />
                  </span>
                </>
              ),
            })),
            ...(provider.variables === null
              ? [...describeAccess(provider, form), { label: "Saved", value: `${moment(provider.savedAt)}${savedBy}` }]
              : [{ label: "Set by", value: <Variables variables={provider.variables} /> }]),
            {
              label: "Last verified",
              value: provider.lastVerifiedAt === null ? "Never" : moment(provider.lastVerifiedAt),
            },
            ...(form === undefined || form.links.length === 0
              ? []
              : [{ label: "At the provider", value: <ProviderLinks links={form.links} /> }]),
          ]}
        />
        {parts !== null && <parts.Details provider={provider} actions={actions} onRenewed={onRenewed} />}
        <TestConnection testProvider={actions.testProvider}>
          {isOwn && (
            <>
              <Button onClick={() => setIsEditing(true)} disabled={form === undefined}>
                Edit
              </Button>
              <Button variant="danger" onClick={() => setIsRemoving(true)}>
                Remove
              </Button>
            </>
          )}
        </TestConnection>
      </div>
      {form !== undefined && (
        <Dialog title="Edit external AI Integration" width="wide" open={isEditing} onOpenChange={setIsEditing}>
          <p className="mb-4 text-quiet">{provider.label}. To change the AI provider, first remove this one.</p>
          <ProviderForm
            form={form}
            stored={{ ...provider, storedNote: `Stored on ${moment(provider.savedAt)}${savedBy}` }}
            saveProvider={actions.saveProvider}
            onSaved={(outcome) => {
              setIsEditing(false);
              onSaved(outcome);
            }}
            onChange={setTyped}
          >
            <Button variant="danger" className="mr-auto" onClick={() => setIsRemoving(true)}>
              Remove
            </Button>
            <DialogClose />
          </ProviderForm>
          <ProviderGuide form={form} placement="under">
            {parts !== null && <parts.Setup values={typed ?? valuesAtFirst(form, provider)} actions={actions} />}
          </ProviderGuide>
        </Dialog>
      )}
      <RemoveProvider
        isOpen={isRemoving}
        onOpenChange={setIsRemoving}
        removeProvider={actions.removeProvider}
        onRemoved={() => {
          setIsRemoving(false);
          setIsEditing(false);
          onRemoved();
        }}
      />
    </div>
  );
}

/** Of a provider that nobody can change here. */
function Variables({ variables }: { readonly variables: NonNullable<ProviderSummary["variables"]> }) {
  return (
    <>
      <ul className="space-y-0.5">
        {variables.map(({ label, name }) => (
          <li key={name}>
            {label}: <code className="font-mono text-sm [overflow-wrap:anywhere]">{name}</code>
          </li>
        ))}
      </ul>
      <p className="mt-1 text-quiet text-sm">
        Environment variables of this server. Whoever runs it changes them there; what they hold is not shown.
      </p>
    </>
  );
}

type Description = { readonly label: string; readonly value: string };

/** By which key, or by which role and where. */
function describeAccess(provider: ProviderSummary, form: Form | undefined): readonly Description[] {
  const fields = (form?.fields ?? []).filter(({ isAdvanced }) => isAdvanced !== true);
  if (fields.length === 0 || fields.some(({ type }) => type === "secret"))
    return [{ label: "Key", value: describeKey(provider) }];
  return fields.map(({ name, label, options }) => {
    const value = provider.values[name] ?? "";
    return { label, value: options?.find((option) => option.value === value)?.label ?? value };
  });
}

function describeKey({ storedSecrets, state }: ProviderSummary): string {
  if (storedSecrets.length === 0) return "None";
  return state.name === "credentials-lost" ? "Stored, but it cannot be read" : "Stored, never shown";
}

function StateBadge({ state }: Pick<ProviderSummary, "state">) {
  if (state.name === "healthy") return <Badge tone="positive">Healthy</Badge>;
  if (state.name === "waiting-for-trust") return <Badge tone="warning">Waiting for trust</Badge>;
  if (state.name === "failing") return <Badge tone="danger">Failing</Badge>;
  return <Badge tone="danger">Credentials missing</Badge>;
}

type StateNoticeProps = Pick<ProviderSummary, "state"> & {
  readonly moment: (iso: string) => string;
  /** Null: nobody can change it here. */
  readonly onEdit: (() => void) | null;
};

function StateNotice({ state, moment, onEdit }: StateNoticeProps) {
  if (state.name === "healthy") return null;
  if (state.name === "waiting-for-trust")
    return (
      <Notice tone="warning" title="Waiting for trust">
        AI features are not available yet. Set up the trust relationship in AWS with the external ID and the trust
        policy, then choose Test connection.
      </Notice>
    );
  if (state.name === "failing")
    return (
      <Notice
        tone="danger"
        title={`Failing since ${moment(state.since)}`}
        {...(state.code === "model_not_found" && onEdit !== null
          ? { actions: <Button onClick={onEdit}>Choose another model</Button> }
          : {})}
      >
        {state.message} {state.code === "model_not_found" && "Models retire: another one has to take its place."}
      </Notice>
    );
  return (
    <Notice tone="danger" title="Credentials must be entered again">
      They were sealed with an encryption key that this server no longer has. Choose Edit and enter them, or give the
      server its earlier key (ASKBOOK_ENCRYPTION_KEYS). Until then AI features are unavailable.
    </Notice>
  );
}
