"use client";

import { Checkbox } from "#components/ui/checkbox";
import { PasswordField, SelectField, TextField } from "#components/ui/field";
import type { FieldFailure, FieldValues, ProviderField } from "#lib/contract/ai-settings";

export type FieldGroup = {
  readonly title: string | null;
  readonly isAdvanced: boolean;
  readonly fields: readonly ProviderField[];
};

/** Fields under their headings, in the order of the description; advanced ones last. */
export function groupFields(fields: readonly ProviderField[]): FieldGroup[] {
  const titles = [...new Set(fields.filter((field) => field.isAdvanced !== true).map((field) => field.group ?? null))];
  const groups = titles.map((title) => ({
    title,
    isAdvanced: false,
    fields: fields.filter((field) => field.isAdvanced !== true && (field.group ?? null) === title),
  }));
  const advanced = fields.filter((field) => field.isAdvanced === true);
  return advanced.length === 0 ? groups : [...groups, { title: "Advanced", isAdvanced: true, fields: advanced }];
}

type ProviderFieldsProps = {
  readonly group: FieldGroup;
  readonly values: FieldValues;
  readonly failures: readonly FieldFailure[];
  /** What has to be changed is there: the name of a model that retired. */
  readonly opensAdvanced: boolean;
  readonly storedSecrets: readonly string[];
  /** "Stored on 21 Nov by Ada"; null: what is stored cannot be read any more. */
  readonly storedNote: string | null;
  readonly removedSecrets: readonly string[];
  readonly onChange: (name: string, value: string) => void;
  readonly onRemoveSecret: (name: string, isRemoved: boolean) => void;
};

export function ProviderFields(props: ProviderFieldsProps) {
  const { group, values, failures, opensAdvanced } = props;
  const fields = group.fields
    .filter((field) => field.hiddenBy === undefined || values[field.hiddenBy] !== "true")
    .map((field) => <OneField key={field.name} field={field} {...props} />);
  if (group.isAdvanced)
    return (
      <details
        open={opensAdvanced || group.fields.some((field) => failures.some((failure) => failure.field === field.name))}
      >
        <summary className="cursor-pointer font-medium">Advanced</summary>
        <div className="mt-3 space-y-4">{fields}</div>
      </details>
    );
  if (group.title === null) return <div className="space-y-4">{fields}</div>;
  return (
    <fieldset className="min-w-0 space-y-4 border-t pt-4">
      <legend className="float-left mb-3 w-full font-medium">{group.title}</legend>
      <div className="clear-both space-y-4">{fields}</div>
    </fieldset>
  );
}

function OneField(props: ProviderFieldsProps & { readonly field: ProviderField }) {
  const { field, values, failures, onChange } = props;
  if (field.type === "secret") return <SecretField {...props} />;
  if (field.type === "checkbox")
    return (
      <Checkbox
        name={field.name}
        label={field.label}
        help={field.help}
        checked={values[field.name] === "true"}
        onChange={(event) => onChange(field.name, event.target.checked ? "true" : "")}
      />
    );
  if (field.type === "select")
    return (
      <SelectField
        name={field.name}
        label={field.label}
        help={field.help}
        options={field.options ?? []}
        value={values[field.name] ?? ""}
        onChange={(event) => onChange(field.name, event.target.value)}
        error={errorOf(failures, field.name)}
      />
    );
  return (
    <TextField
      name={field.name}
      label={field.label}
      help={field.help}
      optional={!field.isRequired}
      placeholder={field.placeholder}
      spellCheck={false}
      autoCapitalize="off"
      value={values[field.name] ?? ""}
      onChange={(event) => onChange(field.name, event.target.value)}
      error={errorOf(failures, field.name)}
    />
  );
}

function SecretField({
  field,
  values,
  failures,
  storedSecrets,
  storedNote,
  removedSecrets,
  onChange,
  onRemoveSecret,
}: ProviderFieldsProps & { readonly field: ProviderField }) {
  const isStored = storedSecrets.includes(field.name);
  const isRemoved = removedSecrets.includes(field.name);
  return (
    <div className="space-y-2">
      <PasswordField
        name={field.name}
        label={field.label}
        optional={!field.isRequired}
        autoComplete="new-password"
        disabled={isRemoved}
        value={isRemoved ? "" : (values[field.name] ?? "")}
        onChange={(event) => onChange(field.name, event.target.value)}
        error={errorOf(failures, field.name)}
        help={isStored ? keepingHelp(storedNote) : field.help}
      />
      {isStored && !field.isRequired && (
        <Checkbox
          label={`Use no ${field.label} any more`}
          checked={isRemoved}
          onChange={(event) => onRemoveSecret(field.name, event.target.checked)}
        />
      )}
    </div>
  );
}

function keepingHelp(storedNote: string | null): string {
  return storedNote === null
    ? "What was stored cannot be read any more: enter it again."
    : `${storedNote}; leave blank to keep.`;
}

function errorOf(failures: readonly FieldFailure[], name: string): string | undefined {
  const failure = failures.find(({ field }) => field === name);
  return failure === undefined ? undefined : [failure.message, failure.nextStep].filter(Boolean).join(" ");
}
