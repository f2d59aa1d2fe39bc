"use client";

import { Plus } from "lucide-react";
import { type KeyboardEvent, useId, useState } from "react";
import { Button } from "#components/ui/button";
import { Checkbox } from "#components/ui/checkbox";
import { Input } from "#components/ui/field";
import { Skeleton } from "#components/ui/skeleton";
import type { ValueType } from "#lib/formula/types";
import { type FoundValues, useColumnValues } from "./use-column-values.tsx";
import { readValue, type Value, wordOf } from "./value-fields.tsx";

type ValuesFieldProps = {
  readonly column: string;
  readonly sourceId: string;
  /** The column's formula over the source. */
  readonly formula: string;
  readonly type: ValueType | null;
  readonly values: readonly Value[];
  readonly error?: string | undefined;
  readonly onChange: (values: Value[]) => void;
};

/** Values picked from the data, with how many rows have each; Enter takes the first that was found. */
export function ValuesField({ column, sourceId, formula, type, values, error, onChange }: ValuesFieldProps) {
  const id = useId();
  const [search, setSearch] = useState("");
  const found = useColumnValues(sourceId, formula, search.trim());
  const listed = found.state === "ready" ? found.values : [];
  const has = (value: Value): boolean => values.some((chosen) => isSame(chosen, value));
  const toggle = (value: Value) =>
    onChange(has(value) ? values.filter((chosen) => !isSame(chosen, value)) : [...values, value]);
  const beyond = search.trim() === "" ? values.filter((value) => !listed.some((row) => isSame(row.value, value))) : [];
  const written = search.trim() === "" ? null : readValue(search.trim(), type);
  const isUnknown =
    found.state === "ready" && written !== null && !has(written) && !listed.some(({ value }) => isSame(value, written));
  const press = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.nativeEvent.isComposing || search.trim() === "") return;
    event.preventDefault();
    const first = listed.find(({ value }) => !has(value));
    if (first !== undefined) toggle(first.value);
    else if (isUnknown && written !== null) toggle(written);
    else return;
    setSearch("");
  };
  return (
    <fieldset aria-describedby={error === undefined ? undefined : `${id}-error`}>
      <legend className="mb-1 font-medium">Values</legend>
      <Input
        type="search"
        aria-label={`Search the values of ${column}`}
        placeholder="Search values"
        value={search}
        maxLength={200}
        aria-invalid={error === undefined ? undefined : true}
        onChange={(event) => setSearch(event.target.value)}
        onKeyDown={press}
        className="rounded-b-none"
      />
      <div className="max-h-56 overflow-y-auto rounded-b-md border border-line-strong border-t-0 px-2.5 py-1">
        {beyond.map((value) => (
          <Row key={JSON.stringify(value)} value={value} isChosen onToggle={() => toggle(value)} />
        ))}
        {found.state === "loading" && <Loading />}
        {listed.map(({ value, rowCount }) => (
          <Row
            key={JSON.stringify(value)}
            value={value}
            rowCount={rowCount}
            isChosen={has(value)}
            onToggle={() => toggle(value)}
          />
        ))}
        {isUnknown && written !== null && (
          <Button variant="quiet" size="small" onClick={() => toggle(written)} className="my-0.5 max-w-full">
            <Plus />
            <span className="truncate">Take “{wordOf(written)}” as it is written</span>
          </Button>
        )}
      </div>
      <p role="status" className="mt-1.5 text-quiet text-sm">
        {describe(found, values.length, search.trim())}
      </p>
      {error !== undefined && (
        <p id={`${id}-error`} role="alert" className="mt-1.5 text-danger text-sm">
          {error}
        </p>
      )}
    </fieldset>
  );
}

type RowProps = {
  readonly value: Value;
  /** Absent: it is not among those that were found. */
  readonly rowCount?: number;
  readonly isChosen: boolean;
  readonly onToggle: () => void;
};

function Row({ value, rowCount, isChosen, onToggle }: RowProps) {
  return (
    <div className="flex items-start justify-between gap-3 py-1">
      <Checkbox
        label={<span className="[overflow-wrap:anywhere]">{wordOf(value)}</span>}
        checked={isChosen}
        onChange={onToggle}
        className="min-w-0"
      />
      {rowCount !== undefined && (
        <span className="nums shrink-0 text-quiet text-sm">
          {rowCount.toLocaleString()}
          <span className="sr-only"> {rowCount === 1 ? "row" : "rows"}</span>
        </span>
      )}
    </div>
  );
}

function Loading() {
  return (
    <div className="space-y-2 py-1.5">
      <Skeleton className="w-2/3" />
      <Skeleton className="w-1/2" />
      <Skeleton className="w-3/5" />
    </div>
  );
}

function describe(found: FoundValues, chosen: number, search: string): string {
  const count = chosen === 0 ? "None chosen." : `${chosen.toLocaleString()} chosen.`;
  if (found.state === "loading") return "Reading the values";
  if (found.state === "failed") return `The values could not be read. ${found.message} They can be written above.`;
  if (found.values.length === 0)
    return search === "" ? "The column is empty." : `No value contains “${search}”. ${count}`;
  if (found.isComplete) return count;
  return `${count} The ${found.values.length} most frequent are listed; search for others.`;
}

function isSame(left: Value, right: Value): boolean {
  return left === right || (left !== null && right !== null && String(left) === String(right));
}
