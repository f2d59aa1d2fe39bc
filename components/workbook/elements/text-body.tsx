"use client";

import { useCallback, useEffect, useState } from "react";
import { Prose } from "#components/prose/prose";
import type { RunData } from "#lib/contract/runs";
import { type LiveValue, liveValuesOf, splitText } from "#lib/workbook/live-text";
import type { TextElement } from "#lib/workbook/workbook";
import { formatCell } from "#lib/worksheet/format-cell";
import type { Cell, ResultColumn } from "#lib/worksheet/result";
import { useViewResult } from "../data/use-view-result.tsx";
import { useWorkbookContext } from "../workbook-context.tsx";

type TextBodyProps = { readonly element: TextElement; readonly isSeen: boolean };

/** What stands in the place of a live value. */
type Shown = { readonly text: string; readonly resultId: string | null };
type Shows = ReadonlyMap<number, Shown>;

/** Markdown with its live values filled in. */
export function TextBody({ element, isSeen }: TextBodyProps) {
  const { document } = useWorkbookContext();
  const values = liveValuesOf(document, element.id);
  const [shows, setShows] = useState<Shows>(new Map());
  const show = useCallback(
    (index: number, shown: Shown) =>
      setShows((known) => {
        const before = known.get(index);
        const isSame = before?.text === shown.text && before.resultId === shown.resultId;
        return isSame ? known : new Map([...known, [index, shown]]);
      }),
    [],
  );
  const numbers = new Map(
    values.flatMap((value, index): [string, RunData["number"]][] => {
      const shown = shows.get(index);
      if (shown === undefined || shown.resultId === null || value.state === "wrong") return [];
      return [[`${index}`, numberOf(`${index}`, shown, value, document.worksheets[value.worksheetId]?.name ?? "")]];
    }),
  );
  if (element.text.trim() === "") return <p className="p-4 text-quiet">An empty text.</p>;
  return (
    <div className="h-full overflow-auto px-4 pb-3">
      {isSeen &&
        values.map((value, index) =>
          value.state === "wrong" ? null : (
            <ValueLoader key={value.view.worksheetId} value={value} index={index} onShown={show} />
          ),
        )}
      <Prose text={written(element.text, values, shows)} numbers={numbers} />
    </div>
  );
}

type Sound = Extract<LiveValue, { state: "sound" }>;

type ValueLoaderProps = {
  readonly value: Sound;
  readonly index: number;
  readonly onShown: (index: number, shown: Shown) => void;
};

function ValueLoader({ value, index, onShown }: ValueLoaderProps) {
  const { locale, currency } = useWorkbookContext();
  const { page, problem } = useViewResult(value.view, 1);
  const column = page?.result.schema[0];
  const cell = page?.rows.columns[0]?.[0] ?? null;
  const text = problem !== null ? `⚠ ${plainMessage(problem.message)}` : textOf(cell, column, locale, currency);
  const resultId = problem === null ? (page?.result.id ?? null) : null;
  useEffect(() => {
    if (text !== null) onShown(index, { text, resultId });
  }, [text, resultId, index, onShown]);
  return null;
}

/** Without the name of the worksheet that is only ours, and fit to stand in a sentence. */
function plainMessage(message: string): string {
  return message.replace(/^Live value \d+: /, "").replace(/\.$/, "");
}

/** Null: it is on its way. */
function textOf(cell: Cell, column: ResultColumn | undefined, locale: string, currency: string): string | null {
  if (column === undefined) return null;
  return cell === null ? "–" : formatCell(cell, column, locale, { currency });
}

function numberOf(id: string, { text, resultId }: Shown, { formula }: Sound, owner: string): RunData["number"] {
  return {
    id,
    text,
    status: "proved",
    reference: null,
    resultId,
    label: `Live value of ${owner}`,
    definition: formula,
  };
}

/** The Markdown with a link in the place of each value, as prose reads numbers. */
function written(text: string, values: readonly LiveValue[], shows: Shows): string {
  let index = -1;
  return splitText(text)
    .map((part) => {
      if (part.kind === "markdown") return part.text;
      index += 1;
      const value = values[index];
      const shown = value?.state === "wrong" ? `⚠ ${value.message}` : (shows.get(index)?.text ?? "…");
      return `[${escapeMarkdown(shown)}](#number-${index})`;
    })
    .join("");
}

function escapeMarkdown(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]()#+\-.!|<>~]/g, (character) => `\\${character}`);
}
