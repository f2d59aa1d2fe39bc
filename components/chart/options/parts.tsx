"use client";

import { ChevronRight } from "lucide-react";
import { type ReactNode, useEffect, useId, useState } from "react";
import { controlClass, Input } from "#components/ui/field";
import type { Chart } from "#lib/chart/chart";
import type { ResultColumn } from "#lib/worksheet/result";

/** What every part of the panel gets. */
export type PartProps = {
  readonly chart: Chart;
  readonly schema: readonly ResultColumn[];
  readonly onChange: (chart: Chart) => void;
};

type SectionProps = { readonly title: string; readonly isOpen?: boolean; readonly children: ReactNode };

/** Opens and closes by click, Enter and Space. */
export function Section({ title, isOpen = false, children }: SectionProps) {
  return (
    <details open={isOpen} className="group border-b last:border-0">
      <summary className="flex cursor-pointer select-none list-none items-center gap-1 px-3 py-2 font-medium text-sm hover:bg-text/3 [&::-webkit-details-marker]:hidden">
        <ChevronRight aria-hidden="true" className="size-3.5 text-quiet transition-transform group-open:rotate-90" />
        {title}
      </summary>
      <div className="space-y-2 px-3 pb-3 text-sm">{children}</div>
    </details>
  );
}

type RowControl = { readonly id: string; readonly "aria-describedby": string | undefined };
type RowProps = {
  readonly label: string;
  readonly help?: string | undefined;
  readonly error?: string | undefined;
  readonly children: (control: RowControl) => ReactNode;
};

/** A label beside its control: a panel is narrow and its options are many. */
function Row({ label, help, error, children }: RowProps) {
  const id = useId();
  const note = error ?? help;
  return (
    <div className="grid grid-cols-[6.5rem_minmax(0,1fr)] items-center gap-x-2 gap-y-1">
      <label htmlFor={id} className="text-quiet">
        {label}
      </label>
      {children({ id, "aria-describedby": note === undefined ? undefined : `${id}-note` })}
      {note !== undefined && (
        <p
          id={`${id}-note`}
          role={error === undefined ? undefined : "alert"}
          className={`col-start-2 text-xs ${error === undefined ? "text-quiet" : "text-danger"}`}
        >
          {note}
        </p>
      )}
    </div>
  );
}

type SelectProps = {
  readonly label: string;
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly help?: string | undefined;
  readonly onChange: (value: string) => void;
};

function SelectRow({ label, value, options, help, onChange }: SelectProps) {
  return (
    <Row label={label} help={help}>
      {(control) => (
        <select
          {...control}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          className={`${controlClass} h-7 text-sm`}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Row>
  );
}

type ChoiceProps<Value extends string> = {
  readonly label: string;
  readonly value: Value;
  readonly choices: Readonly<Record<Value, string>>;
  readonly onChange: (value: Value) => void;
  readonly help?: string;
};

/** One of a few by name. */
export function Choice<Value extends string>({ label, value, choices, onChange, help }: ChoiceProps<Value>) {
  const options = keysOf(choices).map((key) => ({ value: key, label: choices[key] }));
  return (
    <SelectRow
      label={label}
      value={value}
      options={options}
      help={help}
      onChange={(next) => {
        const chosen = options.find((option) => option.value === next);
        if (chosen !== undefined) onChange(chosen.value);
      }}
    />
  );
}

function keysOf<Value extends string>(choices: Readonly<Record<Value, string>>): Value[] {
  const isChoice = (key: string): key is Value => key in choices;
  return Object.keys(choices).filter(isChoice);
}

type ColumnChoiceProps = {
  readonly label: string;
  readonly value: string | null;
  readonly columns: readonly ResultColumn[];
  readonly onChange: (columnId: string | null) => void;
  /** What is said for no column. */
  readonly none?: string;
};

export function ColumnChoice({ label, value, columns, onChange, none = "None" }: ColumnChoiceProps) {
  const isKnown = value === null || columns.some(({ columnId }) => columnId === value);
  return (
    <SelectRow
      label={label}
      value={value ?? ""}
      options={[
        { value: "", label: none },
        ...columns.map(({ columnId, name }) => ({ value: columnId, label: name })),
        ...(isKnown ? [] : [{ value: value ?? "", label: "A column that is not here" }]),
      ]}
      onChange={(next) => onChange(next === "" ? null : next)}
    />
  );
}

type TextOptionProps = {
  readonly label: string;
  readonly value: string;
  readonly placeholder?: string;
  readonly onChange: (value: string) => void;
};

/** In force when the field is left or Enter is pressed, so that a chart does not change with every letter; Escape brings the old text back. */
export function TextOption({ label, value, placeholder, onChange }: TextOptionProps) {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  const commit = () => {
    if (text !== value) onChange(text);
  };
  return (
    <Row label={label}>
      {(control) => (
        <Input
          {...control}
          className="h-7 text-sm"
          value={text}
          placeholder={placeholder}
          maxLength={200}
          onChange={(event) => setText(event.target.value)}
          onBlur={commit}
          onKeyDown={(event) => {
            if (event.key === "Enter") commit();
            if (event.key === "Escape" && text !== value) {
              event.stopPropagation();
              setText(value);
            }
          }}
        />
      )}
    </Row>
  );
}

type NumberOptionProps = {
  readonly label: string;
  readonly value: number | null;
  readonly placeholder?: string;
  readonly min?: number;
  readonly isWhole?: boolean;
  readonly onChange: (value: number | null) => void;
};

/** A number or nothing. What is no number stays in the field with a sentence, and is not in force. */
export function NumberOption({
  label,
  value,
  placeholder = "Automatic",
  min,
  isWhole = false,
  onChange,
}: NumberOptionProps) {
  const [text, setText] = useState(value === null ? "" : String(value));
  const [error, setError] = useState<string>();
  useEffect(() => setText(value === null ? "" : String(value)), [value]);
  const commit = () => {
    const read = readNumber(text, min, isWhole);
    setError(read === undefined ? (isWhole ? "Enter a whole number." : "Enter a number.") : undefined);
    if (read !== undefined && read !== value) onChange(read);
  };
  return (
    <Row label={label} error={error}>
      {(control) => (
        <Input
          {...control}
          aria-invalid={error === undefined ? undefined : true}
          className="nums h-7 text-sm"
          inputMode="decimal"
          value={text}
          placeholder={placeholder}
          onChange={(event) => setText(event.target.value)}
          onBlur={commit}
          onKeyDown={(event) => {
            if (event.key === "Enter") commit();
          }}
        />
      )}
    </Row>
  );
}

/** Undefined: not a number that is allowed here. */
function readNumber(text: string, min: number | undefined, isWhole: boolean): number | null | undefined {
  if (text.trim() === "") return null;
  const value = Number(text.trim().replace(/^(-?\d+),(\d+)$/, "$1.$2"));
  if (!Number.isFinite(value) || (isWhole && !Number.isInteger(value)) || (min !== undefined && value < min))
    return undefined;
  return value;
}
