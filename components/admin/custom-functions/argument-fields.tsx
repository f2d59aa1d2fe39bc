import { Plus, X } from "lucide-react";
import { useRef, useState } from "react";
import { typeName } from "#components/formula/function-words";
import { Button, IconButton } from "#components/ui/button";
import { classNames } from "#components/ui/class-names";
import { controlClass, Input } from "#components/ui/field";
import type { CustomFunctionForm } from "#lib/contract/custom-functions";
import { maximumCustomArguments } from "#lib/formula/custom-function";
import { valueTypes } from "#lib/formula/types";

type Operand = CustomFunctionForm["arguments"][number];

/** An argument with what keeps its fields apart from the others'. */
type Row = Operand & { readonly key: number };

type ArgumentFieldsProps = {
  /** What they are at first. */
  readonly operands: readonly Operand[];
  /** What is wrong, by the argument's number from 0. */
  readonly errors: ReadonlyMap<number, string>;
  readonly onChange: (operands: Operand[]) => void;
};

/** Names and types in the order of the call. */
export function ArgumentFields({ operands, errors, onChange }: ArgumentFieldsProps) {
  const frame = useRef<HTMLFieldSetElement>(null);
  const [rows, setRows] = useState<readonly Row[]>(() => operands.map((operand, key) => ({ ...operand, key })));
  const show = (next: readonly Row[]) => {
    setRows(next);
    onChange(next.map(({ name, type }) => ({ name, type })));
  };
  const change = (key: number, patch: Partial<Operand>) =>
    show(rows.map((row) => (row.key === key ? { ...row, ...patch } : row)));
  const add = () =>
    show([...rows, { name: nextName(rows), type: "number", key: Math.max(-1, ...rows.map(({ key }) => key)) + 1 }]);
  const remove = (key: number) => {
    show(rows.filter((row) => row.key !== key));
    frame.current?.querySelector<HTMLElement>("[data-add]")?.focus();
  };
  return (
    <fieldset ref={frame}>
      <legend className="mb-1 font-medium">Arguments</legend>
      {rows.length > 0 && (
        <ul className="mb-2 space-y-2">
          {rows.map(({ key, ...operand }, index) => (
            <li key={key}>
              <div className="flex gap-2">
                <Input
                  aria-label={`Name of argument ${index + 1}`}
                  aria-invalid={errors.has(index) || undefined}
                  aria-describedby={errors.has(index) ? `argument-${index}-error` : undefined}
                  className="min-w-0 flex-1"
                  autoComplete="off"
                  value={operand.name}
                  onChange={(event) => change(key, { name: event.target.value })}
                />
                <select
                  aria-label={`Type of argument ${index + 1}`}
                  className={classNames(controlClass, "h-8 w-32 shrink-0")}
                  value={operand.type}
                  onChange={({ target }) =>
                    change(key, { type: valueTypes.find((type) => type === target.value) ?? "number" })
                  }
                >
                  {valueTypes.map((type) => (
                    <option key={type} value={type}>
                      {typeName(type)}
                    </option>
                  ))}
                </select>
                <IconButton label={`Remove argument ${index + 1}`} onClick={() => remove(key)}>
                  <X />
                </IconButton>
              </div>
              {errors.has(index) && (
                <p id={`argument-${index}-error`} role="alert" className="mt-1 text-danger text-sm">
                  {errors.get(index)}
                </p>
              )}
            </li>
          ))}
        </ul>
      )}
      <Button size="small" data-add disabled={rows.length >= maximumCustomArguments} onClick={add}>
        <Plus />
        Add argument
      </Button>
      <p className="mt-1.5 text-quiet text-sm">All are required. The formula names them in brackets: [price].</p>
    </fieldset>
  );
}

/** The first of x1, x2 … that no argument has. */
function nextName(operands: readonly Operand[]): string {
  const taken = new Set(operands.map(({ name }) => name.toLowerCase()));
  let number = operands.length + 1;
  while (taken.has(`x${number}`)) number += 1;
  return `x${number}`;
}
