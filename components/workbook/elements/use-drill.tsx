"use client";

import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from "react";
import { type Drilled, type DrillStep, drillDown, drilledKey, finerGrains } from "#lib/chart/drill";
import type { ChartSelection } from "#lib/chart/option/point";
import { isListing } from "#lib/workbook/edit/chart-fields";
import type { Rows } from "#lib/workbook/edit/rows";
import type { ChartElement, WorkbookDocument } from "#lib/workbook/workbook";
import { placementOf } from "#lib/worksheet/row-level";
import { useRowsUnder } from "../properties/field-menu.tsx";
import { useWorkbookContext } from "../workbook-context.tsx";

type Taken = {
  readonly id: string;
  readonly label: string;
  readonly selection: ChartSelection;
  readonly step: DrillStep;
};

export type NamedStep = { readonly name: string; readonly step: DrillStep };

export type Drill = {
  /** The chart as it is drilled to, and the document that its rows come from. */
  readonly element: ChartElement;
  readonly document: WorkbookDocument;
  /** The marks that were opened one after another. */
  readonly trail: readonly Pick<Taken, "id" | "label">[];
  readonly steps: readonly NamedStep[];
  readonly goDown: (label: string, selection: ChartSelection, step: DrillStep) => void;
  /** 0: back to the chart itself. */
  readonly goBack: (depth: number) => void;
};

type Kept = {
  readonly taken: ReadonlyMap<string, readonly Taken[]>;
  readonly keep: (elementId: string, taken: readonly Taken[]) => void;
};

const context = createContext<Kept | null>(null);
const nothingTaken: readonly Taken[] = [];

/** Holds where a reader has drilled to in each chart of the page: it stays while the elements are laid out another way, or one of them alone. */
export function DrillsProvider({ children }: { readonly children: ReactNode }) {
  const [taken, setTaken] = useState<Kept["taken"]>(new Map());
  const keep = useCallback<Kept["keep"]>(
    (elementId, path) => setTaken((before) => new Map(before).set(elementId, path)),
    [],
  );
  const kept = useMemo(() => ({ taken, keep }), [taken, keep]);
  return <context.Provider value={kept}>{children}</context.Provider>;
}

/** Where a reader has drilled to in a chart: nobody else sees it, and the document stays as it is. */
export function useDrill(element: ChartElement): Drill {
  const { document, noBasic } = useWorkbookContext();
  const kept = useContext(context);
  if (kept === null) throw new Error("charts stand inside DrillsProvider");
  const { keep } = kept;
  const taken = kept.taken.get(element.id) ?? nothingTaken;
  const { worksheetId } = element.chart.view;
  const start = document.worksheets[worksheetId];
  const rows = useRowsUnder(worksheetId);
  return useMemo(() => {
    const path = start === undefined ? [] : follow({ worksheet: start, chart: element.chart }, taken);
    const reached = path.at(-1) ?? (start === undefined ? null : { worksheet: start, chart: element.chart });
    return {
      element: reached === null ? element : { ...element, chart: reached.chart },
      document:
        reached === null || path.length === 0
          ? document
          : { ...document, worksheets: { ...document.worksheets, [worksheetId]: reached.worksheet } },
      trail: taken.slice(0, path.length),
      steps: noBasic === null && reached !== null && rows !== null ? stepsFrom(reached, rows) : [],
      goDown: (label, selection, step) =>
        keep(element.id, [...taken.slice(0, path.length), { id: crypto.randomUUID(), label, selection, step }]),
      goBack: (depth) => keep(element.id, taken.slice(0, depth)),
    };
  }, [element, document, start, worksheetId, taken, keep, rows, noBasic]);
}

/** Each step from the one before; the chart may have changed since, so that some lead nowhere any more. */
function follow(start: Drilled, taken: readonly Taken[]): readonly Drilled[] {
  const path: Drilled[] = [];
  for (const { id, selection, step } of taken) {
    let count = 0;
    const createId = () => `${id}-${count++}`;
    const next = drillDown(path.at(-1) ?? start, selection, step, createId);
    if (next === null) break;
    path.push(next);
  }
  return path;
}

function stepsFrom({ worksheet, chart }: Drilled, { columns }: Rows): readonly NamedStep[] {
  const key = worksheet.columns.find(({ id }) => id === drilledKey(chart));
  if (key === undefined || isListing(chart) || placementOf(worksheet, key.id)?.role !== "key") return [];
  const grains = finerGrains(worksheet, chart, false).map(
    (grain): NamedStep => ({
      name: grain,
      step: { kind: "grain", grain },
    }),
  );
  const used = worksheet.columns
    .filter(
      ({ id }) => placementOf(worksheet, id)?.role === "key" || worksheet.filters.some((one) => one.columnId === id),
    )
    .map(({ formula }) => formula);
  const labels = columns.flatMap(({ name, formula, type, kind }): NamedStep[] => {
    if (kind !== "column" || used.some((other) => other.includes(formula))) return [];
    if (type === "text" || type === "logical")
      return [{ name, step: { kind: "dimension", name, formula, isDate: false } }];
    if (type !== "date") return [];
    const month = `Month of ${name}`;
    return [
      {
        name: month,
        step: { kind: "dimension", name: month, formula: `DateTrunc("month", ${formula})`, isDate: true },
      },
    ];
  });
  return [...grains, ...labels];
}
