import type { Chart } from "#lib/chart/chart";
import { markNames } from "#lib/chart/describe-chart";
import type { WorksheetDraft } from "#lib/worksheet/draft";
import { describeDraftFilter } from "../steps/draft-steps.tsx";
import type { StepKind } from "../steps/step.tsx";
import { sortsOf } from "./draft-edits.tsx";

/** The part of an answer that a card changes. */
export type CardPart =
  | { readonly part: "source" | "totals" | "shown" | "sort" | "limit" | "chart" | "new-filter" | "new-column" }
  | { readonly part: "filter" | "column" | "keys"; readonly index: number };

export type Card = {
  readonly id: string;
  readonly kind: StepKind;
  readonly title: string;
  readonly formula?: string | undefined;
  readonly detail?: string | undefined;
  readonly opens: CardPart;
};

/** What an answer was made of, one card for each part that can be changed. */
export function cardsOf(draft: WorksheetDraft, chart: Chart | null, reason: string | null): Card[] {
  return [
    { id: "source", kind: "source", title: draft.source, detail: reason ?? undefined, opens: { part: "source" } },
    ...draft.filters.map(
      (filter, index): Card => ({
        id: `filter-${index}`,
        kind: "filter",
        title: describeDraftFilter(filter),
        opens: { part: "filter", index },
      }),
    ),
    ...draft.columns.map(
      ({ name, formula }, index): Card => ({
        id: `column-${index}`,
        kind: "column",
        title: name,
        formula,
        opens: { part: "column", index },
      }),
    ),
    ...draft.groupings.map(
      ({ keys }, index): Card => ({
        id: `keys-${index}`,
        kind: "group",
        title: `By ${keys.join(", ")}`,
        opens: { part: "keys", index },
      }),
    ),
    ...totalsCard(draft),
    { id: "shown", kind: "show", title: shownTitle(draft), opens: { part: "shown" } },
    { id: "sort", kind: "sort", title: sortTitle(draft), opens: { part: "sort" } },
    { id: "limit", kind: "limit", title: limitTitle(draft), opens: { part: "limit" } },
    { id: "chart", kind: "chart", title: chart === null ? "Table" : markNames[chart.mark], opens: { part: "chart" } },
  ];
}

/** A list of rows has no totals beside it. */
function totalsCard({ groupings, summaries }: WorksheetDraft): Card[] {
  if (groupings.length === 0) return [];
  const title = summaries.length === 0 ? "None" : summaries.join(", ");
  return [{ id: "totals", kind: "total", title, opens: { part: "totals" } }];
}

function shownTitle({ show }: WorksheetDraft): string {
  return show === null ? "All columns" : show.join(", ");
}

function sortTitle(draft: WorksheetDraft): string {
  const words = sortsOf(draft).map(
    ({ column, direction }) => `${column}, ${direction === "ascending" ? "lowest first" : "highest first"}`,
  );
  return words.length === 0 ? "In no particular order" : words.join(" · ");
}

function limitTitle({ limit }: WorksheetDraft): string {
  return limit === null ? "All rows" : limit === 1 ? "First row" : `First ${limit.toLocaleString()} rows`;
}
