"use client";

import { useEffect, useState } from "react";
import { sentenceOf } from "#components/ui/request";
import type { ResultPage } from "#lib/contract/results";
import {
  binCount,
  type FigureName,
  figureNames,
  figuresQuestion,
  histogramQuestion,
  type ProfileQuestion,
  topCount,
  topValuesQuestion,
} from "#lib/workbook/edit-worksheet/profile-views";
import type { Cell, ResultColumn } from "#lib/worksheet/result";
import type { Document } from "#lib/worksheet/worksheet";
import type { TableLoaders } from "./use-table-rows.tsx";

export type Profile = {
  readonly figures: ReadonlyMap<FigureName, Cell>;
  /** Most frequent first; null: still on their way. */
  readonly top: readonly { readonly value: Cell; readonly rows: number }[] | null;
  /** Rows in equal parts from least to most; null: none can be drawn. */
  readonly bins: readonly number[] | null;
};

export type LoadedProfile =
  | { readonly state: "loading" }
  | { readonly state: "failed"; readonly message: string }
  | ({ readonly state: "ready" } & Profile);

export type ProfileOptions = Pick<TableLoaders, "loadView"> & {
  readonly document: Document;
  readonly worksheetId: string;
  readonly column: Pick<ResultColumn, "columnId" | "type">;
};

/** The figures of a column over the rows that the filters leave. */
export function useProfile(options: ProfileOptions): LoadedProfile {
  const { loadView, document, worksheetId, column } = options;
  const { columnId, type } = column;
  const [profile, setProfile] = useState<LoadedProfile>({ state: "loading" });
  useEffect(() => {
    const leave = new AbortController();
    const ask = async (question: ProfileQuestion | null, limit: number): Promise<ResultPage | null> =>
      question === null ? null : loadView(question.view, limit, leave.signal, question.document);
    const load = async (): Promise<void> => {
      const asked = figuresQuestion(document, worksheetId, columnId, type);
      const page = await ask(asked, 1);
      if (page === null) throw new Error("This column has one value for all rows.");
      const figures = readFigures(page);
      setProfile({ state: "ready", figures, top: null, bins: null });
      const top = type === "variant" ? null : await ask(topValuesQuestion(document, worksheetId, columnId), topCount);
      const bounds = { min: figures.get("min") ?? null, max: figures.get("max") ?? null };
      const parts = type === "number" ? histogramQuestion(document, worksheetId, columnId, bounds) : null;
      const bins = await ask(parts, binCount + 2);
      setProfile({ state: "ready", figures, top: readTop(top), bins: bins === null ? null : readBins(bins) });
    };
    setProfile({ state: "loading" });
    load().catch((error: unknown) => {
      if (!leave.signal.aborted) setProfile({ state: "failed", message: sentenceOf(error) });
    });
    return () => leave.abort();
  }, [loadView, document, worksheetId, columnId, type]);
  return profile;
}

function readFigures({ result, rows }: ResultPage): ReadonlyMap<FigureName, Cell> {
  return new Map(
    result.schema.flatMap(({ columnId }, position) => {
      const name = figureNames.find((one) => one === columnId);
      return name === undefined ? [] : [[name, rows.columns[position]?.[0] ?? null] as const];
    }),
  );
}

function readTop(page: ResultPage | null): Profile["top"] {
  const [values = [], counts = []] = page?.rows.columns ?? [];
  return values.map((value, row) => ({ value, rows: Number(counts[row] ?? 0) }));
}

/** The greatest value lies beyond the last part, by the rule of the function, and belongs into it. */
export function readBins({ rows }: Pick<ResultPage, "rows">): readonly number[] {
  const bins = Array.from({ length: binCount }, () => 0);
  const [places = [], counts = []] = rows.columns;
  places.forEach((place, row) => {
    if (place === null) return;
    const bin = Math.max(1, Math.min(binCount, Number(place))) - 1;
    bins[bin] = (bins[bin] ?? 0) + Number(counts[row] ?? 0);
  });
  return bins;
}
