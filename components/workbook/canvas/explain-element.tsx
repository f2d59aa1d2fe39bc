"use client";

import { useRouter } from "next/navigation";
import { type RefObject, useMemo } from "react";
import { ExplainDialog } from "#components/explain/explain-dialog";
import { askAbout } from "#components/run/about-chart";
import { addText } from "#lib/workbook/edit/add-element";
import { pageOf } from "#lib/workbook/edit/layout";
import { partOf } from "#lib/workbook/part-of";
import type { ChartElement } from "#lib/workbook/workbook";
import { firstRowsOfChart, useViewResult } from "../data/use-view-result.tsx";
import { useWorkbookContext } from "../workbook-context.tsx";

type ExplainElementProps = {
  readonly element: ChartElement;
  readonly title: string;
  readonly button: RefObject<HTMLElement | null>;
  readonly onClose: () => void;
};

/** Explains a chart as it stands; the text can become an element of the page, and Ask goes on from the chart. */
export function ExplainElement({ element, title, button, onClose }: ExplainElementProps) {
  const { document, change, select, noFull, may } = useWorkbookContext();
  const router = useRouter();
  const { chart } = element;
  const about = useMemo(
    () => ({ chart, title, data: { document: partOf(document, chart.view.worksheetId) } }),
    [chart, title, document],
  );
  // The rows that the chart shows: they have been asked for, so nothing is asked again.
  const { page: shown, isLoading } = useViewResult(chart.view, firstRowsOfChart);
  const page = pageOf(document, element.id);
  const addToPage = (text: string) =>
    change((before) => {
      if (page === undefined) return before;
      const added = addText(before, page.id, text, () => crypto.randomUUID());
      select({ elementId: added.elementId, columnId: null });
      return added.document;
    });
  const askOn = () => {
    askAbout(about);
    router.push("/ask");
  };
  return (
    <ExplainDialog
      about={about}
      queryHash={isLoading ? null : (shown?.result.queryHash ?? null)}
      onClose={onClose}
      returnFocusTo={button}
      onAddText={noFull === null && page !== undefined ? addToPage : undefined}
      onAskFollowUp={may("useAsk") ? askOn : undefined}
    />
  );
}
