"use client";

import { ArrowDown, ArrowUp, X } from "lucide-react";
import type { ReactNode } from "react";
import { IconButton } from "#components/ui/button";
import { SelectField } from "#components/ui/field";

type NameListProps = {
  readonly label: string;
  readonly names: readonly string[];
  /** What may be added. */
  readonly choices: readonly string[];
  readonly addLabel: string;
  readonly onChange: (names: readonly string[]) => void;
  /** Beside each name. */
  readonly beside?: (name: string) => ReactNode;
  /** False: the order says nothing, so it cannot be changed. */
  readonly isOrdered?: boolean;
};

/** Names in an order: add, remove, move. */
export function NameList({ label, names, choices, addLabel, onChange, beside, isOrdered = true }: NameListProps) {
  const move = (index: number, by: -1 | 1) => {
    const moved = names.toSpliced(index, 1);
    onChange(moved.toSpliced(index + by, 0, ...names.slice(index, index + 1)));
  };
  return (
    <div className="space-y-2">
      <ol aria-label={label} className="space-y-1">
        {names.map((name, index) => (
          <li key={name} className="flex flex-wrap items-center gap-1 rounded-md border px-2 py-0.5">
            <span className="min-w-24 flex-1 truncate" title={name}>
              {name}
            </span>
            {beside?.(name)}
            <span className="flex">
              {isOrdered && (
                <>
                  <IconButton
                    size="small"
                    label={`Move ${name} up`}
                    disabled={index === 0}
                    onClick={() => move(index, -1)}
                  >
                    <ArrowUp />
                  </IconButton>
                  <IconButton
                    size="small"
                    label={`Move ${name} down`}
                    disabled={index === names.length - 1}
                    onClick={() => move(index, 1)}
                  >
                    <ArrowDown />
                  </IconButton>
                </>
              )}
              <IconButton
                size="small"
                label={`Remove ${name}`}
                onClick={() => onChange(names.filter((other) => other !== name))}
              >
                <X />
              </IconButton>
            </span>
          </li>
        ))}
      </ol>
      {choices.length > 0 && (
        <SelectField
          label={addLabel}
          value=""
          options={[{ value: "", label: "Choose" }, ...choices.map((name) => ({ value: name, label: name }))]}
          onChange={(event) => {
            if (event.target.value !== "") onChange([...names, event.target.value]);
          }}
        />
      )}
    </div>
  );
}
