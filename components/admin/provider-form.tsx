"use client";

import { type FormEvent, type ReactNode, useRef, useState } from "react";
import { Button } from "#components/ui/button";
import { Notice } from "#components/ui/notice";
import type {
  FieldFailure,
  FieldValues,
  ProviderForm as Form,
  ProviderSummary,
  SaveProviderOutcome,
} from "#lib/contract/ai-settings";
import type { AiSettingsActions } from "./ai-settings-actions.tsx";
import { groupFields, ProviderFields } from "./provider-fields.tsx";
import { useAdminAction } from "./sign-in-again.tsx";

export type SavedProvider = Extract<SaveProviderOutcome, { saved: true }>;

type ProviderFormProps = {
  readonly form: Form;
  /** What is edited; null: a new provider. */
  readonly stored: (ProviderSummary & { readonly storedNote: string }) | null;
  readonly saveProvider: AiSettingsActions["saveProvider"];
  readonly onSaved: (outcome: SavedProvider) => void;
  /** Told of what is being typed. */
  readonly onChange?: (values: FieldValues) => void;
  /** Buttons before Save. */
  readonly children?: ReactNode;
};

/** The form of any kind of provider, drawn from its description. Keeps what was typed when saving fails. */
export function ProviderForm({ form, stored, saveProvider, onSaved, onChange, children }: ProviderFormProps) {
  const [values, setValues] = useState<FieldValues>(() => valuesAtFirst(form, stored));
  const [removedSecrets, setRemovedSecrets] = useState<readonly string[]>([]);
  const [failures, setFailures] = useState<readonly FieldFailure[]>([]);
  const element = useRef<HTMLFormElement>(null);
  const save = useAdminAction(saveProvider);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setFailures([]);
    const version = stored?.version ?? null;
    const result = await save.run({ kind: form.kind, values, removedSecrets: [...removedSecrets], version });
    if (result.ok && result.data.saved) return onSaved(result.data);
    const found = result.ok ? (result.data.saved ? [] : result.data.failures) : [failureOf(result.error)];
    setFailures(found);
    focusFirst(element.current, found);
  };

  const general = failures.filter((failure) => !form.fields.some((field) => field.name === failure.field));
  return (
    <form ref={element} onSubmit={submit} noValidate autoComplete="off" className="space-y-5">
      {failures.length > 0 && <FailedToValidate failures={general} isStored={stored !== null} />}
      {groupFields(form.fields).map((group) => (
        <ProviderFields
          key={group.title ?? ""}
          group={group}
          values={values}
          failures={failures}
          opensAdvanced={stored?.state.name === "failing" && stored.state.code === "model_not_found"}
          storedSecrets={stored?.storedSecrets ?? []}
          storedNote={stored?.state.name === "credentials-lost" ? null : (stored?.storedNote ?? null)}
          removedSecrets={removedSecrets}
          onChange={(name, value) => {
            const next = { ...values, [name]: value };
            setValues(next);
            onChange?.(next);
          }}
          onRemoveSecret={(name, isRemoved) =>
            setRemovedSecrets(isRemoved ? [...removedSecrets, name] : removedSecrets.filter((other) => other !== name))
          }
        />
      ))}
      <div className="flex flex-wrap items-center justify-end gap-2">
        {save.isPending && (
          <p role="status" className="mr-auto text-quiet">
            {form.isTestedLater === true ? "Saving…" : "Authenticating with a real request…"}
          </p>
        )}
        {children}
        <Button type="submit" variant="primary" pending={save.isPending}>
          Save
        </Button>
      </div>
    </form>
  );
}

function FailedToValidate({
  failures,
  isStored,
}: {
  readonly failures: readonly FieldFailure[];
  readonly isStored: boolean;
}) {
  return (
    <Notice tone="danger" title="Failed to validate">
      {failures.map((failure) => (
        <p key={failure.message}>
          {failure.message} {failure.nextStep}
        </p>
      ))}
      <p>{isStored ? "Nothing was changed: what was saved before is still in use." : "Nothing was saved."}</p>
    </Notice>
  );
}

export function valuesAtFirst(form: Form, stored: Pick<ProviderSummary, "values"> | null): FieldValues {
  return {
    ...Object.fromEntries(form.fields.map((field) => [field.name, field.defaultValue ?? ""])),
    ...stored?.values,
  };
}

function failureOf(error: { readonly field?: string; readonly message: string }): FieldFailure {
  return { field: error.field ?? null, message: error.message, nextStep: null };
}

function focusFirst(form: HTMLFormElement | null, failures: readonly FieldFailure[]): void {
  const control = failures.map(({ field }) => (field === null ? null : form?.elements.namedItem(field))).find(Boolean);
  if (control instanceof HTMLElement) control.focus();
  else form?.scrollIntoView({ block: "nearest" });
}
