"use client";

import { type ReactNode, useId, useState } from "react";
import { classNames } from "#components/ui/class-names";
import { Input } from "#components/ui/field";
import { Switch } from "#components/ui/switch";
import { updateControl } from "#lib/workbook/edit/control-targets";
import type { ControlElement } from "#lib/workbook/workbook";
import type { Control } from "#lib/worksheet/worksheet";
import { useWorkbookContext } from "../workbook-context.tsx";
import { ListControl } from "./list-control.tsx";

type ControlBodyProps = { readonly element: ControlElement };
type Kind = Control["kind"];

export type ControlFieldProps<K extends Kind> = {
  readonly control: Extract<Control, { kind: K }>;
  readonly element: ControlElement;
  readonly isDisabled: boolean;
  readonly onChange: (control: Control) => void;
};

/** A control filters at once; who may not explore sees what it is set to. */
export function ControlBody({ element }: ControlBodyProps) {
  const { document, change, noBasic } = useWorkbookContext();
  const id = useId();
  const control = document.controls.find((one) => one.id === element.controlId);
  if (control === undefined) return <p className="px-3 text-quiet">This control does not exist any more.</p>;
  const onChange = (next: Control) => change((before) => updateControl(before, next), `control:${next.id}`);
  return (
    <div
      className="-mt-1 h-full overflow-auto px-3 pt-1 pb-1.5"
      {...(noBasic === null ? {} : { "aria-describedby": id, title: noBasic })}
    >
      <ControlField control={control} element={element} isDisabled={noBasic !== null} onChange={onChange} />
      {noBasic !== null && (
        <p id={id} className="mt-1 text-quiet text-xs">
          {noBasic}
        </p>
      )}
    </div>
  );
}

function ControlField({
  control,
  ...props
}: Omit<ControlFieldProps<Kind>, "control"> & { readonly control: Control }): ReactNode {
  switch (control.kind) {
    case "list":
      return <ListControl {...props} control={control} />;
    case "text":
      return <TextControl {...props} control={control} />;
    case "number":
      return <NumberControl {...props} control={control} />;
    case "numberRange":
      return <NumberRangeControl {...props} control={control} />;
    case "dateRange":
      return <DateRangeControl {...props} control={control} />;
    case "switch":
      return <SwitchControl {...props} control={control} />;
  }
}

function TextControl({ control, isDisabled, onChange }: ControlFieldProps<"text">) {
  return (
    <Input
      aria-label={control.name}
      value={control.value ?? ""}
      disabled={isDisabled}
      placeholder="Any text"
      onChange={({ target }) => onChange({ ...control, value: target.value === "" ? null : target.value })}
    />
  );
}

function NumberControl({ control, isDisabled, onChange }: ControlFieldProps<"number">) {
  return (
    <NumberInput
      label={control.name}
      value={control.value}
      isDisabled={isDisabled}
      onChange={(value) => onChange({ ...control, value })}
    />
  );
}

function NumberRangeControl({ control, isDisabled, onChange }: ControlFieldProps<"numberRange">) {
  return (
    <div className="flex items-center gap-2">
      <NumberInput
        label={`${control.name}: at least`}
        placeholder="At least"
        value={control.min}
        isDisabled={isDisabled}
        onChange={(min) => onChange({ ...control, min })}
      />
      <span aria-hidden="true">–</span>
      <NumberInput
        label={`${control.name}: at most`}
        placeholder="At most"
        value={control.max}
        isDisabled={isDisabled}
        onChange={(max) => onChange({ ...control, max })}
      />
    </div>
  );
}

function DateRangeControl({ control, isDisabled, onChange }: ControlFieldProps<"dateRange">) {
  return (
    <div className="@container">
      <div className="flex flex-wrap items-center gap-2 @max-[19rem]:gap-1">
        <DateInput
          label={`${control.name}: first day`}
          value={control.start}
          isDisabled={isDisabled}
          onChange={(start) => onChange({ ...control, start })}
        />
        <span aria-hidden="true" className="@max-[19rem]:hidden">
          –
        </span>
        <DateInput
          label={`${control.name}: last day`}
          value={control.end}
          isDisabled={isDisabled}
          onChange={(end) => onChange({ ...control, end })}
        />
      </div>
    </div>
  );
}

function SwitchControl({ control, isDisabled, onChange }: ControlFieldProps<"switch">) {
  return (
    <Switch
      label={control.value ? "On" : "Off"}
      aria-label={control.name}
      checked={control.value}
      disabled={isDisabled}
      onChange={({ target }) => onChange({ ...control, value: target.checked })}
    />
  );
}

type NumberInputProps = {
  readonly label: string;
  readonly value: number | null;
  readonly placeholder?: string;
  readonly isDisabled: boolean;
  readonly onChange: (value: number | null) => void;
};

function NumberInput({ label, value, placeholder = "Any number", isDisabled, onChange }: NumberInputProps) {
  // What is typed stands as it is while it means the value: `1.` and `1.0` too.
  const [text, setText] = useState("");
  return (
    <Input
      type="number"
      step="any"
      aria-label={label}
      placeholder={placeholder}
      value={numberIn(text) === value ? text : (value ?? "")}
      disabled={isDisabled}
      className="nums min-w-0 [appearance:textfield] [&::-webkit-inner-spin-button]:appearance-none"
      onChange={({ target }) => {
        setText(target.value);
        onChange(numberIn(target.value));
      }}
    />
  );
}

function numberIn(text: string): number | null {
  const number = Number(text);
  return text.trim() === "" || !Number.isFinite(number) ? null : number;
}

/** In a narrow place, so that both days have room beside each other, the whole field is the button of its calendar. */
const smallDateClass =
  "@max-[19rem]:relative @max-[19rem]:w-21 @max-[19rem]:flex-1 @max-[19rem]:px-1 @max-[19rem]:text-xs @max-[19rem]:tracking-tight @max-[19rem]:[&::-webkit-calendar-picker-indicator]:absolute @max-[19rem]:[&::-webkit-calendar-picker-indicator]:inset-0 @max-[19rem]:[&::-webkit-calendar-picker-indicator]:size-full @max-[19rem]:[&::-webkit-calendar-picker-indicator]:opacity-0";

type DateInputProps = {
  readonly label: string;
  readonly value: string | null;
  readonly isDisabled: boolean;
  readonly onChange: (value: string | null) => void;
};

function DateInput({ label, value, isDisabled, onChange }: DateInputProps) {
  return (
    <Input
      type="date"
      aria-label={label}
      value={value?.slice(0, 10) ?? ""}
      disabled={isDisabled}
      className={classNames("nums w-34", smallDateClass)}
      onChange={({ target }) => onChange(target.value === "" ? null : target.value)}
    />
  );
}
