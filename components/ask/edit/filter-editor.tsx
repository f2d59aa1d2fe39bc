"use client";

import { useState } from "react";
import { Button } from "#components/ui/button";
import { SelectField } from "#components/ui/field";
import type { ValueType } from "#lib/formula/types";
import type { DraftFilter } from "#lib/worksheet/draft";
import { describeDraftFilter } from "../steps/draft-steps.tsx";
import { columnNames, withFilter } from "./draft-edits.tsx";
import { EditorFrame } from "./editor-frame.tsx";
import { FilterFields } from "./filter-fields.tsx";
import { type FilterKind, filterKinds, findFilterProblem, kindsOf, newFilter } from "./filter-kinds.tsx";
import { rowColumns } from "./keys-editor.tsx";
import type { EditorProps } from "./part-editor.tsx";
import { useFormulaProblems } from "./use-formula-problems.tsx";

/** A filter of any kind: its column, what it asks, and the values; or a new one. */
export function FilterEditor({ index, ...props }: EditorProps & { readonly index: number }) {
  const { draft, scope, result } = props;
  const former = draft.filters[index];
  const names = [...new Set([...rowColumns(draft, scope), ...columnNames(draft)])];
  const [filter, setFilter] = useState<DraftFilter>(() => former ?? newFilter("list", names[0] ?? "", []));
  const [error, setError] = useState<string | undefined>(undefined);
  const formulaProblems = useFormulaProblems(props.problems);
  const { problems, onChecked } =
    filter.kind === "formula" ? formulaProblems : { ...formulaProblems, problems: props.problems };
  const column = filter.kind === "formula" ? "" : filter.column;
  const typeOf = (name: string): ValueType | null =>
    result.columns.find((one) => one.name === name)?.type ??
    (scope.state === "ready" ? (scope.source.columns.find((one) => one.name === name)?.type ?? null) : null);
  const fitting = kindsOf(filter.kind === "formula" ? null : typeOf(column));
  const kinds = fitting.includes(filter.kind) ? fitting : [filter.kind, ...fitting];
  const measures = draft.groupings.flatMap(({ calculations }) => calculations);

  const chooseColumn = (name: string) => {
    const [first = "list", ...others] = kindsOf(typeOf(name));
    const kept = others.includes(filter.kind) ? filter.kind : first;
    setFilter(newFilter(kept, name, measures));
  };
  const apply = () => {
    const problem = findFilterProblem(filter, typeOf(column));
    setError(problem ?? undefined);
    if (problem !== null) return;
    if (former !== undefined && JSON.stringify(former) === JSON.stringify(filter)) return props.onCancel();
    props.onApply(withFilter(draft, index, filter), `Filter: ${describeDraftFilter(filter)}`);
  };
  return (
    <EditorFrame
      label={former === undefined ? "Add a filter" : `Change the filter ${describeDraftFilter(former)}`}
      problems={problems}
      isPending={props.isPending}
      onCancel={props.onCancel}
      onApply={apply}
      actions={
        former === undefined ? undefined : (
          <Button
            variant="quiet"
            size="small"
            disabled={props.isPending}
            onClick={() => props.onApply(withFilter(draft, index, null), `Dropped: ${describeDraftFilter(former)}`)}
          >
            Remove filter
          </Button>
        )
      }
    >
      <div className="flex flex-wrap gap-3 *:min-w-36 *:flex-1">
        {filter.kind !== "formula" && (
          <SelectField
            label="Column"
            value={column}
            options={(names.includes(column) ? names : [column, ...names]).map((name) => ({
              value: name,
              label: name,
            }))}
            onChange={(event) => chooseColumn(event.target.value)}
          />
        )}
        <SelectField
          label="Condition"
          value={filter.kind}
          options={kinds.map((kind) => ({ value: kind, label: filterKinds[kind] }))}
          onChange={(event) => {
            const kind = kinds.find((one) => one === event.target.value);
            if (kind !== undefined) setFilter(newFilter(kind, columnFor(kind, column, measures, names), measures));
          }}
        />
      </div>
      <FilterFields
        filter={filter}
        type={typeOf(column)}
        error={error}
        result={result}
        scope={scope}
        nonce={props.nonce}
        assistant={props.assistant}
        onChange={(changed) => {
          setFilter(changed);
          setError(undefined);
          props.onEdited();
        }}
        onChecked={onChecked}
        onSave={apply}
        onLeave={props.onCancel}
      />
    </EditorFrame>
  );
}

function columnFor(
  kind: FilterKind,
  column: string,
  [measure]: readonly string[],
  [first = ""]: readonly string[],
): string {
  if (kind === "top" && measure !== undefined) return measure;
  return column === "" ? first : column;
}
