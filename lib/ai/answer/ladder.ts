import "server-only";

/** What of the data a model may see. The built-in model runs here: nothing leaves. */
export type Allowance = {
  /** Whether an outside provider reads it: columns marked never-send are withheld. */
  readonly isExternal: boolean;
  /** Values found for the question's words. */
  readonly foundValues: boolean;
  /** Rows of groupings and summaries, facts, ranges of columns. */
  readonly aggregates: boolean;
  /** Base rows, and examples of a column's values. */
  readonly baseRows: number;
};

const rungs: Record<1 | 2 | 3, Allowance> = {
  1: { isExternal: true, foundValues: false, aggregates: false, baseRows: 0 },
  2: { isExternal: true, foundValues: true, aggregates: true, baseRows: 0 },
  3: { isExternal: true, foundValues: true, aggregates: true, baseRows: 20 },
};

export const aggregateRows = 200;

/** For the built-in model. */
export const everything: Allowance = {
  isExternal: false,
  foundValues: true,
  aggregates: true,
  baseRows: aggregateRows,
};

export function allowanceOf(provider: string, sendRung: number): Allowance {
  if (provider === "built-in") return everything;
  return sendRung >= 3 ? rungs[3] : sendRung === 2 ? rungs[2] : rungs[1];
}
