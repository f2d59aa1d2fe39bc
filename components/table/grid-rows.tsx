import type { Cell } from "#lib/worksheet/result";
import type { RowState } from "./row-pages.tsx";

/** What a grid shows, row by row and by the position of its columns. */
export type GridRows = {
  readonly count: number;
  /** Undefined while the row is on its way. */
  readonly cellAt: (row: number, column: number) => Cell | undefined;
  readonly stateAt: (row: number) => RowState;
  /** These rows are in sight, the end excluded. */
  readonly need: (first: number, end: number) => void;
  readonly retry: (row: number) => void;
  /** Fetches rows that are not here, by column; null: too many. For copying and adding up what is out of sight. */
  readonly read: (first: number, end: number, signal: AbortSignal) => Promise<readonly (readonly Cell[])[] | null>;
  /** The column says nothing on this row: it belongs to another level. */
  readonly blankAt?: (row: number, column: number) => boolean;
  /** Of nested rows. */
  readonly groupAt?: (row: number) => GridGroup | null;
  readonly toggle?: (row: number) => void;
};

/** Where a row stands among nested ones. */
export type GridGroup = {
  /** From 1. */
  readonly level: number;
  /** Null: there is nothing below it. */
  readonly isExpanded: boolean | null;
  /** The column that carries the mark to open it, by position. */
  readonly column: number;
};
