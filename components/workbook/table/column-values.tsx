"use client";

import { useEffect, useState } from "react";
import { Checkbox } from "#components/ui/checkbox";
import { Input } from "#components/ui/field";
import { sentenceOf } from "#components/ui/request";
import { Skeleton } from "#components/ui/skeleton";
import { formatCell } from "#lib/worksheet/format-cell";
import type { Cell, ResultColumn } from "#lib/worksheet/result";
import type { TableLoaders } from "./use-table-rows.tsx";

type ColumnValuesProps = {
  readonly column: ResultColumn;
  readonly chosen: readonly Cell[];
  readonly loadValues: (signal: AbortSignal) => ReturnType<TableLoaders["loadView"]>;
  readonly locale: string;
  readonly currency: string;
  readonly onChange: (values: readonly Cell[]) => void;
};

type Loaded =
  | { readonly state: "loading" }
  | { readonly state: "failed"; readonly message: string }
  | { readonly state: "ready"; readonly values: readonly Cell[]; readonly isCut: boolean };

/** The values that a column has, to choose from. None chosen means all. */
export function ColumnValues({ column, chosen, loadValues, locale, currency, onChange }: ColumnValuesProps) {
  const [search, setSearch] = useState("");
  const [loaded, setLoaded] = useState<Loaded>({ state: "loading" });
  useEffect(() => {
    const leave = new AbortController();
    loadValues(leave.signal).then(
      ({ rows, result }) =>
        setLoaded({ state: "ready", values: rows.columns[0] ?? [], isCut: result.rowCount > rows.rowCount }),
      (error: unknown) => {
        if (!leave.signal.aborted) setLoaded({ state: "failed", message: sentenceOf(error) });
      },
    );
    return () => leave.abort();
  }, [loadValues]);
  const show = (value: Cell): string => (value === null ? "(empty)" : formatCell(value, column, locale, { currency }));
  const known = [...new Set([...chosen, ...(loaded.state === "ready" ? loaded.values : [])])];
  const wanted = search.trim().toLowerCase();
  const found = known.filter((value) => show(value).toLowerCase().includes(wanted)).slice(0, 200);
  const typed = search.trim();
  const isNew = typed !== "" && column.type === "text" && !known.includes(typed);
  return (
    <div>
      <Input
        aria-label={`Search values of ${column.name}`}
        placeholder="Search values"
        value={search}
        onChange={({ target }) => setSearch(target.value)}
      />
      <p className="mt-2 text-quiet text-sm">{chosen.length === 0 ? "All values" : `${chosen.length} chosen`}</p>
      <fieldset className="mt-2 max-h-64 space-y-1.5 overflow-y-auto">
        <legend className="sr-only">Values of {column.name}</legend>
        {loaded.state === "loading" && <Skeleton className="w-full" />}
        {loaded.state === "failed" && <p className="text-danger text-sm">{loaded.message}</p>}
        {isNew && <Checkbox label={`“${typed}”`} checked={false} onChange={() => onChange([...chosen, typed])} />}
        {found.map((value) => (
          <Checkbox
            key={JSON.stringify(value)}
            label={show(value)}
            checked={chosen.includes(value)}
            onChange={({ target }) =>
              onChange(target.checked ? [...chosen, value] : chosen.filter((other) => other !== value))
            }
          />
        ))}
        {loaded.state === "ready" && found.length === 0 && !isNew && <p className="text-quiet">No value matches.</p>}
        {loaded.state === "ready" && loaded.isCut && (
          <p className="text-quiet text-sm">There are more values. Type one to add it.</p>
        )}
      </fieldset>
    </div>
  );
}
