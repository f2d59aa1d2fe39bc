"use client";

import { Eye, EyeOff } from "lucide-react";
import { type ComponentProps, type ReactNode, useId, useState } from "react";
import { IconButton } from "./button.tsx";
import { classNames } from "./class-names.tsx";

type FieldFrame = {
  readonly label: ReactNode;
  /** Stands under the field: where the value comes from, what is stored. */
  readonly help?: ReactNode;
  /** What is wrong and what to do; marks the field invalid. */
  readonly error?: string | undefined;
  readonly optional?: boolean;
};

/** What a control inside `Field` must carry. */
export type FieldControl = {
  readonly id: string;
  readonly "aria-describedby": string | undefined;
  readonly "aria-invalid": true | undefined;
};

type FieldProps = FieldFrame & { readonly children: (control: FieldControl) => ReactNode };

/** A label, a control, its help and its error, tied together for screen readers. */
export function Field({ label, help, error, optional = false, children }: FieldProps) {
  const id = useId();
  const parts = [error === undefined ? "" : `${id}-error`, help === undefined ? "" : `${id}-help`];
  const describedBy = parts.filter((part) => part !== "").join(" ");
  return (
    <div>
      <label htmlFor={id} className="mb-1 flex items-baseline gap-2 font-medium">
        {label}
        {optional && <span className="font-normal text-quiet text-sm">Optional</span>}
      </label>
      {children({
        id,
        "aria-describedby": describedBy === "" ? undefined : describedBy,
        "aria-invalid": error === undefined ? undefined : true,
      })}
      {error !== undefined && (
        <p id={`${id}-error`} role="alert" className="mt-1.5 text-danger text-sm">
          {error}
        </p>
      )}
      {help !== undefined && (
        <div id={`${id}-help`} className="mt-1.5 text-quiet text-sm">
          {help}
        </div>
      )}
    </div>
  );
}

/** Browsers indent the text of a select by another 4 px. */
export const controlClass =
  "w-full rounded-md border border-line-strong bg-surface px-2.5 text-base [&:is(select)]:pl-1.5 transition-colors hover:border-quiet/70 focus-visible:outline-offset-0 disabled:cursor-not-allowed disabled:opacity-60 aria-invalid:border-danger";

export function Input({ className, ...props }: ComponentProps<"input">) {
  return <input {...props} className={classNames(controlClass, "h-8", className)} />;
}

export function TextArea({ className, ...props }: ComponentProps<"textarea">) {
  return <textarea {...props} className={classNames(controlClass, "min-h-20 py-1.5", className)} />;
}

export function TextField({ label, help, error, optional, ...props }: FieldFrame & ComponentProps<"input">) {
  return <Field {...frameOf({ label, help, error, optional })}>{(control) => <Input {...props} {...control} />}</Field>;
}

export function TextAreaField({ label, help, error, optional, ...props }: FieldFrame & ComponentProps<"textarea">) {
  return (
    <Field {...frameOf({ label, help, error, optional })}>{(control) => <TextArea {...props} {...control} />}</Field>
  );
}

/** A secret: hidden until it is looked at on purpose. A stored one is never shown: leave it blank to keep it. */
export function PasswordField({
  label,
  help,
  error,
  optional,
  className,
  ...props
}: FieldFrame & ComponentProps<"input">) {
  const [isShown, setIsShown] = useState(false);
  return (
    <Field {...frameOf({ label, help, error, optional })}>
      {(control) => (
        <div className="relative">
          <Input
            spellCheck={false}
            autoCapitalize="off"
            {...props}
            {...control}
            type={isShown ? "text" : "password"}
            className={classNames("pr-9", className)}
          />
          <IconButton
            label={isShown ? "Hide" : "Show"}
            size="small"
            className="absolute top-0.5 right-0.5"
            onClick={() => setIsShown(!isShown)}
          >
            {isShown ? <EyeOff /> : <Eye />}
          </IconButton>
        </div>
      )}
    </Field>
  );
}

type SelectFieldProps = FieldFrame &
  ComponentProps<"select"> & { readonly options: readonly { readonly value: string; readonly label: string }[] };

export function SelectField({ label, help, error, optional, options, className, ...props }: SelectFieldProps) {
  return (
    <Field {...frameOf({ label, help, error, optional })}>
      {(control) => (
        <select {...props} {...control} className={classNames(controlClass, "h-8", className)}>
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

type MaybeFrame = { readonly [Key in keyof FieldFrame]: FieldFrame[Key] | undefined };

/** Leaves out what is undefined, so that absent stays absent. */
function frameOf({ label, help, error, optional }: MaybeFrame): FieldFrame {
  return {
    label,
    ...(help === undefined ? {} : { help }),
    ...(error === undefined ? {} : { error }),
    ...(optional === undefined ? {} : { optional }),
  };
}
