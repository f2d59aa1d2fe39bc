import type { Cell, ResultRows } from "#lib/worksheet/result";

export type RowRange = { readonly offset: number; readonly limit: number };
/** Throws an error whose message is a sentence for the reader; an abort is thrown as it is. */
export type LoadRows = (range: RowRange, signal?: AbortSignal) => Promise<ResultRows>;

export type RowState = { readonly kind: "ready" | "loading" } | { readonly kind: "failed"; readonly message: string };

type Page =
  | { readonly kind: "loading"; readonly stop: AbortController }
  | { readonly kind: "failed"; readonly message: string }
  | { readonly kind: "ready"; readonly rows: ResultRows };

export const pageSize = 200;
const mostPages = 250;
const loading: RowState = { kind: "loading" };
const ready: RowState = { kind: "ready" };

/**
 * Rows that come by pages as they are needed. A page that is no longer in sight before it came is cancelled; of those that came the last
 * ones stay. `changed` is called when there is more to show.
 */
export class RowPages {
  readonly #load: LoadRows;
  readonly #changed: () => void;
  /** The last used at the end. */
  readonly #pages = new Map<number, Page>();
  #isClosed = false;

  constructor(load: LoadRows, changed: () => void) {
    this.#load = load;
    this.#changed = changed;
  }

  /** Undefined while the row is on its way. */
  cellAt(row: number, column: number): Cell | undefined {
    const page = this.#pages.get(Math.floor(row / pageSize));
    return page?.kind === "ready" ? (page.rows.columns[column]?.[row % pageSize] ?? null) : undefined;
  }

  stateAt(row: number): RowState {
    const page = this.#pages.get(Math.floor(row / pageSize));
    if (page === undefined || page.kind === "loading") return loading;
    return page.kind === "failed" ? page : ready;
  }

  /** Rows that are known already, from the first on. */
  seed(rows: ResultRows): void {
    for (let first = 0; first + pageSize <= rows.rowCount || first === 0; first += pageSize) {
      const columns = rows.columns.map((cells) => cells.slice(first, first + pageSize));
      const rowCount = Math.min(pageSize, rows.rowCount - first);
      if (rowCount > 0)
        this.#pages.set(first / pageSize, { kind: "ready", rows: { offset: first, rowCount, columns } });
    }
  }

  /** These rows are in sight, the end excluded: they are fetched, and what is on its way for others is cancelled. */
  need(first: number, end: number): void {
    this.#isClosed = false;
    const [from, to] = [Math.floor(first / pageSize), Math.ceil(end / pageSize)];
    for (const [index, page] of this.#pages) {
      if (page.kind !== "loading" || (index >= from && index < to)) continue;
      this.#pages.delete(index);
      page.stop.abort();
    }
    for (let index = from; index < to; index += 1) this.#use(index);
    this.#forget();
  }

  retry(row: number): void {
    const index = Math.floor(row / pageSize);
    if (this.#pages.get(index)?.kind !== "failed") return;
    this.#pages.delete(index);
    this.#use(index);
    this.#changed();
  }

  /** Stops what is on its way, until rows are needed again. */
  close(): void {
    this.#isClosed = true;
    for (const [index, page] of this.#pages) {
      if (page.kind !== "loading") continue;
      this.#pages.delete(index);
      page.stop.abort();
    }
  }

  #use(index: number): void {
    const page = this.#pages.get(index);
    if (page === undefined) {
      void this.#fetch(index);
    } else {
      this.#pages.delete(index);
      this.#pages.set(index, page);
    }
  }

  async #fetch(index: number): Promise<void> {
    const stop = new AbortController();
    const page: Page = { kind: "loading", stop };
    this.#pages.set(index, page);
    const answer = await this.#load({ offset: index * pageSize, limit: pageSize }, stop.signal).then(
      (rows): Page => ({ kind: "ready", rows }),
      (error: unknown): Page => ({ kind: "failed", message: error instanceof Error ? error.message : String(error) }),
    );
    if (this.#isClosed || this.#pages.get(index) !== page) return;
    this.#pages.set(index, answer);
    this.#changed();
  }

  #forget(): void {
    for (const [index, page] of this.#pages) {
      if (this.#pages.size <= mostPages) return;
      if (page.kind === "ready") this.#pages.delete(index);
    }
  }
}
