import "server-only";
import { type Allowance, aggregateRows } from "#lib/ai/answer/ladder";
import { findWithheldColumns } from "#lib/ai/answer/withheld";
import type { Fact } from "#lib/chart/facts";
import type { Cell } from "#lib/worksheet/result";
import type { View } from "#lib/worksheet/worksheet";
import type { ChartReading } from "./read-chart.ts";

/** What a model is told of a chart, as far as the ladder goes. */
export type Told = {
  /** Structure: what is drawn, from which formulas, through which filters. */
  readonly definition: Readonly<Record<string, unknown>>;
  readonly facts: readonly { readonly id: string; readonly text: string }[];
  /** Empty above 200 rows: then there are facts and extremes only. */
  readonly rows: readonly (readonly Cell[])[];
};

export function tellModel(reading: ChartReading, allowance: Allowance): Told {
  const withheld = allowance.isExternal ? findWithheldColumns(reading.prepared.checked) : new Set<string>();
  return {
    definition: defineChart(reading, withheld),
    facts: allowance.aggregates ? allowedFacts(reading, withheld).map(({ id, text }) => ({ id, text })) : [],
    rows: allowedRows(reading, allowance, withheld),
  };
}

/** A filter on a withheld column is left out: its values are the column's. */
function defineChart({ chart, title, document, summary }: ChartReading, withheld: ReadonlySet<string>) {
  const worksheet = document.worksheets[chart.view.worksheetId];
  const nameOf = (id: string | null): string | null =>
    summary.schema.find(({ columnId }) => columnId === id)?.name ?? null;
  const channels =
    chart.mark === "table"
      ? {}
      : { x: nameOf(chart.x), y: chart.y.map(nameOf), color: nameOf(chart.color), stacking: chart.stacking };
  return {
    title,
    mark: chart.mark,
    ...channels,
    columns: summary.schema.map(({ key, name, type, formula, columnId }) => ({
      key,
      name,
      type,
      formula,
      ...(withheld.has(columnId) ? { withheld: true } : {}),
    })),
    filters: (worksheet?.filters ?? [])
      .filter(({ columnId }) => !withheld.has(columnId))
      .map(({ id: _id, ...filter }) => ({
        ...filter,
        column: worksheet?.columns.find(({ id }) => id === filter.columnId)?.name ?? filter.columnId,
      })),
    rowCount: summary.rowCount,
    asOf: summary.asOf,
  };
}

/** Facts of a withheld measure are left out, and of a withheld label all that name a row or a series. */
function allowedFacts({ facts, summary, shape }: ChartReading, withheld: ReadonlySet<string>): readonly Fact[] {
  const hidden = new Set(summary.schema.filter(({ columnId }) => withheld.has(columnId)).map(({ key }) => key));
  const hidesLabels = shape.labels.some((key) => hidden.has(key));
  const isNameless = ({ rows, labels, series }: Fact): boolean =>
    rows.length === 0 && labels.length === 0 && series === null;
  const isOther = shape.x !== null && hidden.has(shape.x.key);
  return facts.filter(
    (fact) =>
      !hidden.has(fact.column) && (!hidesLabels || isNameless(fact)) && !(isOther && fact.kind === "correlation"),
  );
}

/** Whether its rows stand for others; else they are the source's own. */
export function isAggregate({ level, chart, pivot }: View): boolean {
  return level !== "base" || chart !== undefined || pivot !== undefined;
}

function allowedRows(
  { chart, rows, summary }: ChartReading,
  { aggregates, baseRows }: Allowance,
  withheld: ReadonlySet<string>,
): Cell[][] {
  const isGrouped = isAggregate(chart.view);
  if (isGrouped && (!aggregates || rows.rowCount > aggregateRows)) return [];
  const limit = isGrouped ? rows.rowCount : Math.min(rows.rowCount, baseRows);
  return Array.from({ length: limit }, (_, row) =>
    summary.schema.map(({ columnId }, column) =>
      withheld.has(columnId) ? "(withheld)" : (rows.columns[column]?.[row] ?? null),
    ),
  );
}
