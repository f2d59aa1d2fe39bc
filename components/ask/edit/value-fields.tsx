"use client";

import { type KeyboardEvent, useState } from "react";
import { TextAreaField, TextField } from "#components/ui/field";
import type { ValueType } from "#lib/formula/types";

type NumberFieldProps = {
  readonly label: string;
  readonly value: number | null;
  readonly error?: string | undefined;
  /** Null: nothing is written. NaN: no number. */
  readonly onChange: (value: number | null) => void;
};

/** A number as it is typed; half-written ones stay as they are. */
export function NumberField({ label, value, error, onChange }: NumberFieldProps) {
  const [text, setText] = useState(value === null ? "" : String(value));
  return (
    <TextField
      label={label}
      inputMode="decimal"
      value={text}
      error={error}
      onChange={(event) => {
        setText(event.target.value);
        const written = event.target.value.trim();
        onChange(written === "" ? null : Number(written.replaceAll(",", "")));
      }}
    />
  );
}

export type Value = string | number | boolean | null;

type LinesFieldProps = {
  readonly label: string;
  readonly type: ValueType | null;
  readonly values: readonly Value[];
  readonly error?: string | undefined;
  readonly onChange: (values: Value[]) => void;
};

const emptyWord = "(empty)";

export function wordOf(value: Value): string {
  if (value === null) return emptyWord;
  return typeof value === "boolean" ? (value ? "True" : "False") : String(value);
}

/** Values one under the other. Enter applies; Shift Enter begins the next line. */
export function LinesField({ label, type, values, error, onChange }: LinesFieldProps) {
  const [text, setText] = useState(values.map(wordOf).join("\n"));
  const press = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    event.currentTarget.form?.requestSubmit();
  };
  return (
    <TextAreaField
      label={label}
      value={text}
      error={error}
      rows={Math.min(6, Math.max(2, values.length))}
      help={`One a line: Shift Enter begins the next. ${emptyWord} means rows without a value.`}
      onKeyDown={press}
      onChange={(event) => {
        setText(event.target.value);
        const lines = event.target.value.split("\n").map((line) => line.trim());
        onChange([...new Set(lines.filter((line) => line !== ""))].map((line) => readValue(line, type)));
      }}
    />
  );
}

export function readValue(line: string, type: ValueType | null): Value {
  if (line === emptyWord) return null;
  if (type === "logical" && /^(true|false)$/i.test(line)) return line.toLowerCase() === "true";
  if (type !== "number") return line;
  const number = Number(line.replaceAll(",", ""));
  return Number.isNaN(number) ? line : number;
}
