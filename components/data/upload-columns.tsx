"use client";

import { classNames } from "#components/ui/class-names";
import { controlClass, Input } from "#components/ui/field";
import type { UploadColumn } from "#lib/contract/uploads";
import { type ValueType, valueTypes } from "#lib/formula/types";

export type ChosenColumn = UploadColumn & { readonly include: boolean };

type UploadColumnsProps = {
  readonly columns: readonly ChosenColumn[];
  readonly onChange: (columns: readonly ChosenColumn[]) => void;
};

const typeLabels: Record<ValueType, string> = {
  text: "Text",
  number: "Number",
  date: "Date",
  logical: "Logical",
  variant: "Variant",
};

/** Each column of the file: kept or not, its name, its type. */
export function UploadColumns({ columns, onChange }: UploadColumnsProps) {
  const change = (index: number, changes: Partial<ChosenColumn>): void =>
    onChange(columns.map((column, position) => (position === index ? { ...column, ...changes } : column)));
  return (
    <fieldset>
      <legend className="mb-2 font-semibold text-lg">Columns</legend>
      <ul className="divide-y rounded-md border bg-surface">
        {columns.map((column, index) => (
          <li
            key={column.header}
            className={classNames(
              "grid grid-cols-[auto_minmax(0,1fr)_7.5rem] items-center gap-x-3 px-3 py-1.5",
              !column.include && "opacity-60",
            )}
          >
            <input
              type="checkbox"
              aria-label={`Keep ${column.header}`}
              className="size-4 accent-accent"
              checked={column.include}
              onChange={(event) => change(index, { include: event.target.checked })}
            />
            <Input
              aria-label={`Name of ${column.header}`}
              value={column.name}
              disabled={!column.include}
              onChange={(event) => change(index, { name: event.target.value })}
            />
            <select
              aria-label={`Type of ${column.header}`}
              className={classNames(controlClass, "h-8")}
              value={column.type}
              disabled={!column.include}
              onChange={(event) => {
                const type = valueTypes.find((candidate) => candidate === event.target.value);
                if (type !== undefined) change(index, { type });
              }}
            >
              {valueTypes.map((type) => (
                <option key={type} value={type}>
                  {typeLabels[type]}
                </option>
              ))}
            </select>
          </li>
        ))}
      </ul>
    </fieldset>
  );
}
