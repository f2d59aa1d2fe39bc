import { markNames } from "#components/chart/describe-chart";
import type { Chart } from "#lib/chart/chart";
import type { WorksheetDraft } from "#lib/worksheet/draft";
import { describeDraftFilter } from "../steps/draft-steps.tsx";
import type { StepKind } from "../steps/step.tsx";
import { sortsOf } from "./draft-edits.tsx";

/** The part of an answer that a card changes. */
export type CardPart =
  | { readonly part: "source" | "sort" | "limit" | "chart" | "new-filter" }
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
    { id: "sort", kind: "sort", title: sortTitle(draft), opens: { part: "sort" } },
    { id: "limit", kind: "limit", title: limitTitle(draft), opens: { part: "limit" } },
    { id: "chart", kind: "chart", title: chart === null ? "Table" : markNames[chart.mark], opens: { part: "chart" } },
  ];
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
