"use client";

import { type FormEvent, type ReactNode, useRef, useState } from "react";
import { Button } from "#components/ui/button";
import { Notice } from "#components/ui/notice";
import type { FieldFailure, FieldValues, ProviderForm as Form, ProviderSummary } from "#lib/contract/ai-settings";
import type { AiSettingsActions } from "./ai-settings-actions.tsx";
import { groupFields, ProviderFields } from "./provider-fields.tsx";
import { useAdminAction } from "./sign-in-again.tsx";

type ProviderFormProps = {
  readonly form: Form;
  /** What is edited; null: a new provider. */
  readonly stored: (ProviderSummary & { readonly storedNote: string }) | null;
  readonly saveProvider: AiSettingsActions["saveProvider"];
  readonly onSaved: () => void;
  /** Buttons before Save. */
  readonly children?: ReactNode;
};

/** The form of any kind of provider, drawn from its description. Keeps what was typed when saving fails. */
export function ProviderForm({ form, stored, saveProvider, onSaved, children }: ProviderFormProps) {
  const [values, setValues] = useState<FieldValues>(() => ({ ...defaultsOf(form), ...stored?.values }));
  const [removedSecrets, setRemovedSecrets] = useState<readonly string[]>([]);
  const [failures, setFailures] = useState<readonly FieldFailure[]>([]);
  const element = useRef<HTMLFormElement>(null);
  const save = useAdminAction(saveProvider);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setFailures([]);
    const version = stored?.version ?? null;
    const result = await save.run({ kind: form.kind, values, removedSecrets: [...removedSecrets], version });
    if (result.ok && result.data.saved) return onSaved();
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
          storedSecrets={stored?.storedSecrets ?? []}
          storedNote={stored?.storedNote ?? ""}
          removedSecrets={removedSecrets}
          onChange={(name, value) => setValues({ ...values, [name]: value })}
          onRemoveSecret={(name, isRemoved) =>
            setRemovedSecrets(isRemoved ? [...removedSecrets, name] : removedSecrets.filter((other) => other !== name))
          }
        />
      ))}
      <div className="flex flex-wrap items-center justify-end gap-2">
        {save.isPending && (
          <p role="status" className="mr-auto text-quiet">
            Authenticating with a real request…
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

function defaultsOf(form: Form): FieldValues {
  return Object.fromEntries(form.fields.map((field) => [field.name, field.defaultValue ?? ""]));
}

function failureOf(error: { readonly field?: string; readonly message: string }): FieldFailure {
  return { field: error.field ?? null, message: error.message, nextStep: null };
}

function focusFirst(form: HTMLFormElement | null, failures: readonly FieldFailure[]): void {
  const control = failures.map(({ field }) => (field === null ? null : form?.elements.namedItem(field))).find(Boolean);
  if (control instanceof HTMLElement) control.focus();
  else form?.scrollIntoView({ block: "nearest" });
}
