"use client";

import { useState } from "react";
import { SelectField } from "#components/ui/field";
import type { ProviderForm as Form } from "#lib/contract/ai-settings";
import type { AiSettingsActions } from "./ai-settings-actions.tsx";
import { ProviderForm } from "./provider-form.tsx";
import { ProviderGuide } from "./provider-guide.tsx";

type NewProviderProps = {
  readonly forms: readonly Form[];
  readonly actions: AiSettingsActions;
  readonly onSaved: () => void;
};

/** Chooses a kind of provider and fills in its form, with its guide at the side. */
export function NewProvider({ forms, actions, onSaved }: NewProviderProps) {
  const [kind, setKind] = useState(forms[0]?.kind);
  const form = forms.find((candidate) => candidate.kind === kind);
  if (form === undefined) return null;
  return (
    <div className="gap-8 xl:flex">
      <div className="w-full max-w-form space-y-4">
        <SelectField
          label="AI provider"
          help={form.summary}
          value={form.kind}
          onChange={(event) => setKind(forms.find((candidate) => candidate.kind === event.target.value)?.kind)}
          options={forms.map((candidate) => ({ value: candidate.kind, label: candidate.label }))}
        />
        <ProviderForm key={form.kind} form={form} stored={null} saveProvider={actions.saveProvider} onSaved={onSaved} />
      </div>
      <ProviderGuide form={form} placement="beside" />
    </div>
  );
}
