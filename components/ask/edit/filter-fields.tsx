"use client";

import type { ReactNode } from "react";
import { AssistedEditor } from "#components/formula/assistant/assisted-editor";
import type { CheckedText } from "#components/formula/formula-place";
import type { SourceScope } from "#components/formula/use-source-scope";
import { Checkbox } from "#components/ui/checkbox";
import { SelectField, TextField } from "#components/ui/field";
import type { RunData } from "#lib/contract/runs";
import type { ValueType } from "#lib/formula/types";
import type { DraftFilter } from "#lib/worksheet/draft";
import { assistanceOf } from "./assistance-of.tsx";
import type { Editing } from "./editing.tsx";
import type { FilterKind, FilterOf } from "./filter-kinds.tsx";
import { usePlace } from "./use-place.tsx";
import { LinesField, NumberField } from "./value-fields.tsx";
import { ValuesField } from "./values-field.tsx";
import { valuesFormulaOf } from "./values-formula.tsx";

type FilterFieldsProps = {
  readonly filter: DraftFilter;
  readonly type: ValueType | null;
  readonly error: string | undefined;
  readonly result: RunData["result"];
  readonly scope: SourceScope;
  readonly nonce: string | undefined;
  readonly assistant: Editing["assistant"];
  readonly onChange: (filter: DraftFilter) => void;
  /** What the formula editor has found. */
  readonly onChecked: (checked: CheckedText) => void;
  readonly onSave: () => void;
  readonly onLeave: () => void;
};

type FieldsOf<Kind extends FilterKind> = (
  props: Omit<FilterFieldsProps, "filter"> & { readonly filter: FilterOf<Kind> },
) => ReactNode;

/** The values of a filter, by its kind. */
export function FilterFields({ filter, ...props }: FilterFieldsProps) {
  switch (filter.kind) {
    case "list":
      return <ListFields {...props} filter={filter} />;
    case "range":
      return <RangeFields {...props} filter={filter} />;
    case "between-dates":
      return <DateFields {...props} filter={filter} />;
    case "relative-date":
      return <PeriodFields {...props} filter={filter} />;
    case "text":
      return <TextFields {...props} filter={filter} />;
    case "top":
      return <TopFields {...props} filter={filter} />;
    case "formula":
      return <FormulaFields {...props} filter={filter} />;
  }
}

const ListFields: FieldsOf<"list"> = ({ filter, type, error, result, scope, onChange }) => {
  const formula = valuesFormulaOf(filter.column, result.worksheet, scope);
  const change = (values: typeof filter.values) => onChange({ ...filter, values });
  const field = { type, values: filter.values, error, onChange: change };
  return (
    <>
      {formula === null ? (
        <LinesField key={filter.column} label="Values" {...field} />
      ) : (
        <ValuesField
          key={filter.column}
          column={filter.column}
          sourceId={result.sourceId}
          formula={formula}
          {...field}
        />
      )}
      <Exclude filter={filter} onChange={onChange} />
    </>
  );
};

const RangeFields: FieldsOf<"range"> = ({ filter, error, onChange }) => (
  <>
    <div className="flex flex-wrap gap-3 *:min-w-28 *:flex-1">
      <NumberField
        key={`${filter.column}-min`}
        label="At least"
        value={filter.min}
        error={error}
        onChange={(min) => onChange({ ...filter, min })}
      />
      <NumberField
        key={`${filter.column}-max`}
        label="At most"
        value={filter.max}
        onChange={(max) => onChange({ ...filter, max })}
      />
    </div>
    <Exclude filter={filter} onChange={onChange} />
  </>
);

const DateFields: FieldsOf<"between-dates"> = ({ filter, error, onChange }) => (
  <>
    <div className="flex flex-wrap gap-3 *:min-w-36 *:flex-1">
      <TextField
        label="First day"
        type="date"
        value={filter.start?.slice(0, 10) ?? ""}
        error={error}
        onChange={(event) => onChange({ ...filter, start: event.target.value || null })}
      />
      <TextField
        label="Last day"
        type="date"
        value={filter.end?.slice(0, 10) ?? ""}
        onChange={(event) => onChange({ ...filter, end: event.target.value || null })}
      />
    </div>
    <Exclude filter={filter} onChange={onChange} />
  </>
);

const directions = [
  { value: "last", label: "The last" },
  { value: "current", label: "The current" },
  { value: "to_date", label: "To date, the" },
  { value: "next", label: "The next" },
] as const;
const periods = ["year", "quarter", "month", "week", "day", "hour"] as const;

const PeriodFields: FieldsOf<"relative-date"> = ({ filter, error, onChange }) => {
  const counts = filter.direction === "last" || filter.direction === "next";
  return (
    <>
      <div className="flex flex-wrap gap-3 *:min-w-24 *:flex-1">
        <SelectField
          label="Which"
          value={filter.direction}
          options={directions}
          onChange={(event) => {
            const direction = directions.find(({ value }) => value === event.target.value)?.value ?? "last";
            onChange({ ...filter, direction });
          }}
        />
        {counts && (
          <NumberField
            label="How many"
            value={filter.length}
            error={error}
            onChange={(length) => onChange({ ...filter, length: length ?? 0 })}
          />
        )}
        <SelectField
          label="Period"
          value={filter.period}
          options={periods.map((value) => ({ value, label: filter.length === 1 || !counts ? value : `${value}s` }))}
          onChange={(event) =>
            onChange({ ...filter, period: periods.find((value) => value === event.target.value) ?? "month" })
          }
        />
        <NumberField
          label="Periods earlier"
          value={filter.offset}
          onChange={(offset) => onChange({ ...filter, offset: Math.trunc(offset ?? 0) || 0 })}
        />
      </div>
      <Exclude filter={filter} onChange={onChange} />
    </>
  );
};

const operators = [
  { value: "contains", label: "contains" },
  { value: "equals", label: "is" },
  { value: "startsWith", label: "starts with" },
  { value: "endsWith", label: "ends with" },
  { value: "like", label: "is like, with % and _" },
  { value: "matches", label: "matches a pattern" },
] as const;

const TextFields: FieldsOf<"text"> = ({ filter, error, onChange }) => (
  <>
    <div className="flex flex-wrap gap-3 *:min-w-36 *:flex-1">
      <SelectField
        label="How"
        value={filter.operator}
        options={operators}
        onChange={(event) => {
          const operator = operators.find(({ value }) => value === event.target.value)?.value ?? "contains";
          onChange({ ...filter, operator });
        }}
      />
      <TextField
        label="Text"
        value={filter.text}
        error={error}
        onChange={(event) => onChange({ ...filter, text: event.target.value })}
      />
    </div>
    <Checkbox
      label="Match upper and lower case"
      checked={filter.matchCase}
      onChange={() => onChange({ ...filter, matchCase: !filter.matchCase })}
    />
    <Exclude filter={filter} onChange={onChange} />
  </>
);

const TopFields: FieldsOf<"top"> = ({ filter, error, onChange }) => (
  <div className="flex flex-wrap gap-3 *:min-w-28 *:flex-1">
    <SelectField
      label="Which"
      value={filter.direction}
      options={[
        { value: "top", label: "Top" },
        { value: "bottom", label: "Bottom" },
      ]}
      onChange={(event) => onChange({ ...filter, direction: event.target.value === "bottom" ? "bottom" : "top" })}
    />
    <NumberField label="How many" value={filter.n} error={error} onChange={(n) => onChange({ ...filter, n: n ?? 0 })} />
    <SelectField
      label="Of"
      value={filter.per}
      options={[
        { value: "all", label: "all rows" },
        { value: "parent", label: "each outer group" },
      ]}
      onChange={(event) => onChange({ ...filter, per: event.target.value === "parent" ? "parent" : "all" })}
    />
  </div>
);

const FormulaFields: FieldsOf<"formula"> = ({ filter, error, result, scope, nonce, onChange, ...props }) => {
  const { groupings } = result.worksheet;
  const levels = groupings.map(({ id, keys }) => ({
    id,
    key: nameOf(result, keys.at(-1)),
    keys: keys.map((key) => nameOf(result, key)),
  }));
  const level = levels.find(({ key }) => key === filter.level)?.id ?? "base";
  const place = usePlace(scope, result, { name: null, level });
  const assistance = assistanceOf({ result, assistant: props.assistant }, { kind: "filter", level });
  return (
    <div className="space-y-3">
      {levels.length > 0 && (
        <SelectField
          label="Acts on"
          value={filter.level ?? ""}
          options={[
            { value: "", label: "Rows of the source" },
            ...levels.map(({ key, keys }) => ({ value: key, label: `Groups of ${keys.join(", ")}` })),
          ]}
          onChange={(event) => onChange({ ...filter, level: event.target.value === "" ? null : event.target.value })}
        />
      )}
      <div>
        <AssistedEditor
          title="Formula"
          assistance={assistance}
          label="Formula of the filter"
          value={filter.formula}
          place={place}
          nonce={nonce}
          placeholder={level === "base" ? "[Sales] > 100" : "Sum([Sales]) > 100"}
          onChange={(formula) => onChange({ ...filter, formula })}
          onChecked={props.onChecked}
          onSave={props.onSave}
          onLeave={props.onLeave}
        />
        {error !== undefined && (
          <p role="alert" className="mt-1.5 text-danger text-sm">
            {error}
          </p>
        )}
      </div>
    </div>
  );
};

function nameOf({ worksheet }: RunData["result"], columnId: string | undefined): string {
  return worksheet.columns.find(({ id }) => id === columnId)?.name ?? "";
}

type Excludable = Extract<DraftFilter, { exclude: boolean }>;

function Exclude({
  filter,
  onChange,
}: {
  readonly filter: Excludable;
  readonly onChange: (filter: Excludable) => void;
}) {
  return (
    <Checkbox
      label="Leave these out instead"
      checked={filter.exclude}
      onChange={() => onChange({ ...filter, exclude: !filter.exclude })}
    />
  );
}
