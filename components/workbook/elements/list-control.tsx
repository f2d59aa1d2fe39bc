"use client";

import { ChevronDown } from "lucide-react";
import { useState } from "react";
import { Button } from "#components/ui/button";
import { Checkbox } from "#components/ui/checkbox";
import { controlClass, Input } from "#components/ui/field";
import { Popover } from "#components/ui/popover";
import { Skeleton } from "#components/ui/skeleton";
import { formatCell } from "#lib/worksheet/format-cell";
import type { Cell } from "#lib/worksheet/result";
import { useControlOptions } from "../data/use-control-options.tsx";
import { useWorkbookContext } from "../workbook-context.tsx";
import type { ControlFieldProps } from "./control-body.tsx";

type Value = string | number | boolean | null;

/** Values to choose from, as the data has them; without a column, values that are typed. */
export function ListControl(props: ControlFieldProps<"list">) {
  const { control, element, isDisabled } = props;
  const { locale, currency } = useWorkbookContext();
  const [isOpen, setIsOpen] = useState(false);
  const options = useControlOptions(isOpen ? element : null);
  const show = (value: Cell): string => {
    if (value === null) return "(empty)";
    return options.column === null ? String(value) : formatCell(value, options.column, locale, { currency });
  };
  const summary = control.value.length === 0 ? "All" : control.value.map(show).join(", ");
  return (
    <Popover
      label={`Values of ${control.name}`}
      open={isOpen}
      onOpenChange={setIsOpen}
      trigger={
        <button
          type="button"
          disabled={isDisabled}
          aria-label={`${control.name}: ${summary}`}
          className={`${controlClass} flex h-8 items-center gap-2 text-left`}
        >
          <span className="min-w-0 flex-1 truncate">{summary}</span>
          <ChevronDown aria-hidden="true" className="size-4 shrink-0 text-quiet" />
        </button>
      }
    >
      <Choices {...props} options={options} show={show} />
    </Popover>
  );
}

type ChoicesProps = ControlFieldProps<"list"> & {
  readonly options: ReturnType<typeof useControlOptions>;
  readonly show: (value: Cell) => string;
};

function Choices({ control, element, options, show, onChange }: ChoicesProps) {
  const [search, setSearch] = useState("");
  const set = (value: Value[]) => onChange({ ...control, value });
  const toggle = (value: Value) => {
    if (control.value.includes(value)) return set(control.value.filter((one) => one !== value));
    set(control.multiple ? [...control.value, value] : [value]);
  };
  const known = [...new Set([...control.value, ...options.values])];
  const found = known.filter((value) => show(value).toLowerCase().includes(search.trim().toLowerCase()));
  const typed = search.trim();
  return (
    <div className="space-y-2">
      <Input
        type="search"
        aria-label={`Search values of ${control.name}`}
        placeholder={element.options === null ? "Type a value" : "Search"}
        value={search}
        onChange={({ target }) => setSearch(target.value)}
      />
      {options.problem !== null && <p className="text-warning">{options.problem}</p>}
      <fieldset className="max-h-64 space-y-1.5 overflow-y-auto py-1 pl-1">
        <legend className="sr-only">Values</legend>
        {found.slice(0, 200).map((value) => (
          <Checkbox
            key={JSON.stringify(value)}
            label={show(value)}
            checked={control.value.includes(value)}
            onChange={() => toggle(value)}
          />
        ))}
        {options.isLoading && <Skeleton className="w-2/3" />}
        {!options.isLoading && found.length === 0 && typed === "" && <p className="text-quiet">No values.</p>}
      </fieldset>
      {found.length > 200 && <p className="text-quiet">Search to see the others.</p>}
      <div className="flex flex-wrap gap-2">
        {typed !== "" && !known.some((value) => show(value) === typed) && (
          <Button size="small" onClick={() => toggle(typed)}>
            Add “{typed.slice(0, 40)}”
          </Button>
        )}
        {control.value.length > 0 && (
          <Button size="small" variant="quiet" onClick={() => set([])}>
            Clear
          </Button>
        )}
      </div>
    </div>
  );
}
