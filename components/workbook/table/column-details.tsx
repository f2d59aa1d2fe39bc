"use client";

import type { ReactNode } from "react";
import { Sheet } from "#components/ui/dialog";
import { Skeleton } from "#components/ui/skeleton";
import type { FigureName } from "#lib/workbook/edit-worksheet/profile-views";
import { formatCell } from "#lib/worksheet/format-cell";
import type { Cell, ResultColumn } from "#lib/worksheet/result";
import { type Profile, type ProfileOptions, useProfile } from "./use-profile.tsx";

type ColumnDetailsProps = ProfileOptions & {
  readonly column: ResultColumn;
  readonly description: string | undefined;
  readonly locale: string;
  readonly currency: string;
  /** Why the figures cannot be asked for; null: they can. */
  readonly refusal: string | null;
  readonly onClose: () => void;
};

/** What a column is, and what stands in it: over the rows that the filters leave. */
export function ColumnDetails(props: ColumnDetailsProps) {
  const { column, description, refusal, onClose } = props;
  return (
    <Sheet
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={column.name}
      description={description ?? "No description yet."}
    >
      <h3 className="font-medium text-quiet text-xs">Formula</h3>
      <p className="mt-1 break-words font-mono text-sm">{column.formula}</p>
      <div className="mt-5">{refusal === null ? <Figures {...props} /> : <p className="text-quiet">{refusal}</p>}</div>
    </Sheet>
  );
}

const names: Readonly<Record<FigureName, string>> = {
  rows: "Rows",
  nulls: "Empty",
  distinct: "Distinct",
  min: "Minimum",
  max: "Maximum",
  average: "Average",
  sum: "Sum",
};

/** Counts are numbers whatever the column holds. */
const counts: ReadonlySet<FigureName> = new Set(["rows", "nulls", "distinct"]);

function Figures(props: ColumnDetailsProps) {
  const { column, locale, currency } = props;
  const profile = useProfile(props);
  if (profile.state === "loading") return <FiguresSkeleton />;
  if (profile.state === "failed")
    return (
      <p role="alert" className="text-danger">
        {profile.message}
      </p>
    );
  const show = (value: Cell, isCount: boolean): string =>
    value === null ? "–" : formatCell(value, isCount ? { type: "number" } : column, locale, { currency });
  const total = Number(profile.figures.get("rows") ?? 0);
  const empty = Number(profile.figures.get("nulls") ?? 0);
  return (
    <>
      <dl className="nums grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5">
        {[...profile.figures].map(([name, value]) => (
          <Figure key={name} name={names[name]}>
            {show(value, counts.has(name))}
            {name === "nulls" && total > 0 && (
              <span className="text-quiet"> ({formatCell(empty / total, percent, locale)})</span>
            )}
          </Figure>
        ))}
      </dl>
      {profile.bins !== null && (
        <Histogram
          bins={profile.bins}
          from={show(profile.figures.get("min") ?? null, false)}
          to={show(profile.figures.get("max") ?? null, false)}
        />
      )}
      <TopValues top={profile.top} total={total} show={(value) => show(value, false)} locale={locale} />
    </>
  );
}

const percent = { type: "number", format: { kind: "percent", decimals: 1 } } as const;

function Figure({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt className="text-quiet">{name}</dt>
      <dd className="min-w-0 truncate text-right">{children}</dd>
    </>
  );
}

type HistogramProps = { readonly bins: readonly number[]; readonly from: string; readonly to: string };

function Histogram({ bins, from, to }: HistogramProps) {
  const most = Math.max(1, ...bins);
  const peak = bins.indexOf(Math.max(...bins)) + 1;
  return (
    <figure className="mt-5">
      <figcaption className="mb-2 font-medium text-quiet text-xs">Distribution</figcaption>
      <svg
        role="img"
        aria-label={`Rows in ${bins.length} equal parts from ${from} to ${to}. Most lie in part ${peak}.`}
        viewBox={`0 0 ${bins.length} 100`}
        preserveAspectRatio="none"
        className="block h-20 w-full fill-[var(--data-1)]"
      >
        <path
          d={bins.map((count, index) => bar(index, count === 0 ? 1 : Math.max(3, (count / most) * 100))).join("")}
        />
      </svg>
      <p className="nums mt-1 flex justify-between text-quiet text-xs">
        <span>{from}</span>
        <span>{to}</span>
      </p>
    </figure>
  );
}

function bar(index: number, height: number): string {
  return `M${index + 0.06} ${100 - height}h0.88V100h-0.88z`;
}

type TopValuesProps = {
  readonly top: Profile["top"];
  readonly total: number;
  readonly show: (value: Cell) => string;
  readonly locale: string;
};

function TopValues({ top, total, show, locale }: TopValuesProps) {
  if (top === null) return <FiguresSkeleton />;
  if (top.length === 0) return null;
  return (
    <section className="mt-5">
      <h3 className="mb-2 font-medium text-quiet text-xs">Most frequent values</h3>
      <ol className="space-y-1.5">
        {top.map(({ value, rows }) => (
          <li key={JSON.stringify(value)} className="relative flex justify-between gap-3 px-1.5 py-0.5">
            <span
              aria-hidden="true"
              className="absolute inset-y-0 left-0 rounded-sm bg-accent-quiet"
              style={{ width: `${total === 0 ? 0 : (rows / total) * 100}%` }}
            />
            <span className="relative min-w-0 truncate">{value === null ? "(empty)" : show(value)}</span>
            <span className="nums relative shrink-0 text-quiet">{rows.toLocaleString(locale)}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function FiguresSkeleton() {
  return (
    <div role="status" className="mt-4 space-y-2.5">
      <span className="sr-only">Looking at the column</span>
      <Skeleton className="w-full" />
      <Skeleton className="w-4/5" />
      <Skeleton className="w-3/5" />
    </div>
  );
}
