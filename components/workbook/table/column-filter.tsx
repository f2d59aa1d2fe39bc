"use client";

import { useState } from "react";
import { Button } from "#components/ui/button";
import { Checkbox } from "#components/ui/checkbox";
import { Dialog, DialogClose } from "#components/ui/dialog";
import { TextField } from "#components/ui/field";
import { isNarrowing } from "#lib/workbook/edit-worksheet/filters";
import type { ResultColumn } from "#lib/worksheet/result";
import type { Filter } from "#lib/worksheet/worksheet";
import { ColumnValues } from "./column-values.tsx";
import type { TableLoaders } from "./use-table-rows.tsx";

type ColumnFilterProps = {
  readonly column: ResultColumn;
  readonly filter: Filter;
  readonly isNew: boolean;
  readonly loadValues: (signal: AbortSignal) => ReturnType<TableLoaders["loadView"]>;
  readonly locale: string;
  readonly currency: string;
  /** Null takes it away. */
  readonly onSave: (filter: Filter | null) => void;
  readonly onClose: () => void;
};

/** A filter on one column: values from a list, or between two bounds. */
export function ColumnFilter(props: ColumnFilterProps) {
  const { column, isNew, onSave, onClose } = props;
  const [filter, setFilter] = useState(props.filter);
  const save = (saved: Filter | null) => {
    onSave(saved);
    onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={`Filter by ${column.name}`}
      footer={
        <>
          {!isNew && (
            <Button variant="danger" onClick={() => save(null)}>
              Remove
            </Button>
          )}
          <DialogClose />
          <Button variant="primary" onClick={() => save(isNarrowing(filter) ? filter : null)}>
            Apply
          </Button>
        </>
      }
    >
      <div className="space-y-4">
        <FilterFields {...props} filter={filter} onChange={setFilter} />
        {filter.kind !== "formula" && (
          <div className="space-y-2 border-t pt-3">
            <Checkbox
              label="Leave these out instead"
              checked={filter.exclude}
              onChange={({ target }) => setFilter({ ...filter, exclude: target.checked })}
            />
            {filter.kind !== "list" && (
              <Checkbox
                label="Keep empty values"
                checked={filter.nulls === "keep"}
                onChange={({ target }) => setFilter({ ...filter, nulls: target.checked ? "keep" : "drop" })}
              />
            )}
          </div>
        )}
      </div>
    </Dialog>
  );
}

type FieldsProps = ColumnFilterProps & { readonly onChange: (filter: Filter) => void };

function FilterFields(props: FieldsProps) {
  const { filter, onChange } = props;
  if (filter.kind === "list" && Array.isArray(filter.values)) {
    return (
      <ColumnValues
        column={props.column}
        chosen={filter.values}
        loadValues={props.loadValues}
        locale={props.locale}
        currency={props.currency}
        onChange={(values) => onChange({ ...filter, values: [...values] })}
      />
    );
  }
  if (filter.kind === "range" && !isControl(filter.min) && !isControl(filter.max)) {
    return (
      <div className="grid grid-cols-2 gap-3">
        <NumberField label="At least" value={filter.min} onChange={(min) => onChange({ ...filter, min })} />
        <NumberField label="At most" value={filter.max} onChange={(max) => onChange({ ...filter, max })} />
      </div>
    );
  }
  if (filter.kind === "dateRange" && filter.range.kind === "between") {
    const { range } = filter;
    const set = (part: "start" | "end") => (value: string) =>
      onChange({ ...filter, range: { ...range, [part]: value === "" ? null : value } });
    if (!isControl(range.start) && !isControl(range.end))
      return (
        <div className="grid grid-cols-2 gap-3">
          <DateField label="From" value={range.start} onChange={set("start")} />
          <DateField label="To" value={range.end} onChange={set("end")} />
        </div>
      );
  }
  return (
    <p className="text-quiet">
      This filter is {filter.kind === "formula" ? "a formula" : "set elsewhere, such as by a control"}. It can be
      removed here.
    </p>
  );
}

function isControl(value: unknown): value is { readonly controlId: string } {
  return typeof value === "object" && value !== null && "controlId" in value;
}

type NumberFieldProps = {
  readonly label: string;
  readonly value: number | null;
  readonly onChange: (value: number | null) => void;
};

function NumberField({ label, value, onChange }: NumberFieldProps) {
  return (
    <TextField
      label={label}
      type="number"
      step="any"
      defaultValue={value ?? ""}
      onChange={({ target }) => onChange(Number.isNaN(target.valueAsNumber) ? null : target.valueAsNumber)}
    />
  );
}

type DateFieldProps = {
  readonly label: string;
  readonly value: string | null;
  readonly onChange: (value: string) => void;
};

function DateField({ label, value, onChange }: DateFieldProps) {
  return (
    <TextField
      label={label}
      type="date"
      defaultValue={value?.slice(0, 10) ?? ""}
      onChange={({ target }) => onChange(target.value)}
    />
  );
}
