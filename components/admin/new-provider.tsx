"use client";

import { useState } from "react";
import { Badge } from "#components/ui/badge";
import { SelectField } from "#components/ui/field";
import { Notice } from "#components/ui/notice";
import type { FieldValues, ProviderForm as Form } from "#lib/contract/ai-settings";
import type { AiSettingsActions } from "./ai-settings-actions.tsx";
import { ProviderForm, type SavedProvider, valuesAtFirst } from "./provider-form.tsx";
import { ProviderGuide } from "./provider-guide.tsx";
import { providerParts } from "./provider-parts.tsx";

type NewProviderProps = {
  readonly forms: readonly Form[];
  readonly actions: AiSettingsActions;
  readonly onSaved: (outcome: SavedProvider) => void;
};

/** Chooses a kind of provider and fills in its form, with its guide at the side. */
export function NewProvider({ forms, actions, onSaved }: NewProviderProps) {
  const [kind, setKind] = useState(forms[0]?.kind);
  const [typed, setTyped] = useState<FieldValues | null>(null);
  const form = forms.find((candidate) => candidate.kind === kind);
  if (form === undefined) return null;
  const parts = providerParts[form.kind];
  return (
    <div className="gap-8 xl:flex">
      <div className="w-full max-w-form space-y-4">
        <SelectField
          label="AI provider"
          help={form.summary}
          value={form.kind}
          onChange={(event) => {
            setTyped(null);
            setKind(forms.find((candidate) => candidate.kind === event.target.value)?.kind);
          }}
          options={forms.map((candidate) => ({ value: candidate.kind, label: candidate.label }))}
        />
        {form.beta !== undefined && (
          <Notice title={<Badge tone="accent">Beta</Badge>} className="items-start">
            {form.beta}
          </Notice>
        )}
        <ProviderForm
          key={form.kind}
          form={form}
          stored={null}
          saveProvider={actions.saveProvider}
          onSaved={onSaved}
          onChange={setTyped}
        />
      </div>
      <ProviderGuide form={form} placement="beside">
        {parts === null ? undefined : <parts.Setup values={typed ?? valuesAtFirst(form, null)} actions={actions} />}
      </ProviderGuide>
    </div>
  );
}
