import type { ExplainedChart } from "#lib/contract/explain-chart";

/** What an explanation was asked for: the chart, and the hash of the rows that it showed then, null while none were known. */
export type Asked = { readonly about: string; readonly queryHash: string | null };

/**
 * How a text and its chart stand to each other. `chart-changed`: it is drawn otherwise now. `rows-changed`: it shows other rows now.
 * `text-ahead`: the text is about newer rows than those that have been on the page all along.
 */
export type Staleness = "current" | "chart-changed" | "rows-changed" | "text-ahead";

/** `written` is the hash of the rows that the text is about. */
export function judgeStaleness(asked: Asked | null, now: Asked, written: string | null): Staleness {
  if (asked === null) return "current";
  if (asked.about !== now.about) return "chart-changed";
  if (written === null || now.queryHash === null || written === now.queryHash) return "current";
  return asked.queryHash === now.queryHash ? "text-ahead" : "rows-changed";
}

export function keyOfChart(about: ExplainedChart): string {
  return JSON.stringify(about);
}
