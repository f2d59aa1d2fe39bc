import { type LoadRows, RowPages, type RowState } from "#components/table/row-pages";
import type { TableLevel, Within } from "#lib/workbook/edit-worksheet/table-views";
import { withinRow } from "#lib/workbook/edit-worksheet/table-views";
import type { Cell, ResultRows } from "#lib/worksheet/result";

/** Rows of one level, as they begin, and how the others come. */
export type OpenedRows = {
  readonly rowCount: number;
  /** When more rows are there than the first count says. */
  readonly fullCount: Promise<number> | null;
  readonly rows: ResultRows;
  readonly load: LoadRows;
};

export type NestedRowsOptions = {
  /** Outermost first. */
  readonly levels: readonly TableLevel[];
  readonly open: (level: TableLevel, within: Within, signal: AbortSignal) => Promise<OpenedRows>;
  /** Whether rows of a level show those below before anybody opened or closed them. */
  readonly isOpenAtFirst: (level: TableLevel) => boolean;
  /** What a person opened and closed, by place: it outlives new rows. */
  readonly toggled: Map<string, boolean>;
  readonly changed: () => void;
};

/** The rows below one row, or the outermost. */
type Block = {
  readonly depth: number;
  readonly within: Within;
  stop: AbortController;
  state: "loading" | "ready" | { readonly message: string };
  count: number;
  pages: RowPages | null;
  load: LoadRows | null;
  /** By row: what lies below it, null when it was closed. */
  readonly below: Map<number, Block | null>;
  order: readonly Special[] | null;
  height: number | null;
  readonly parent: Block | null;
};

/** A row that is opened or closed unlike the others: where it is seen and how many rows are seen below it. */
type Special = { readonly row: number; readonly start: number; readonly extra: number };

export type FoundRow =
  | { readonly kind: "row"; readonly block: Block; readonly row: number }
  /** In the place of rows that are on their way, or could not be had. */
  | { readonly kind: "pending"; readonly block: Block }
  | { readonly kind: "unopened"; readonly block: Block; readonly row: number };

/** The rows of nested groups as one list, of which only what is seen is asked for: groups open when they come into sight. */
export class NestedRows {
  readonly #options: NestedRowsOptions;
  readonly #root: Block;
  #inSight = new Set<Block>();
  #isClosed = true;

  constructor(options: NestedRowsOptions) {
    this.#options = options;
    this.#root = newBlock(0, [], null);
  }

  start(): void {
    this.#isClosed = false;
    if (this.#root.pages === null) void this.#open(this.#root);
  }

  close(): void {
    this.#isClosed = true;
    const stop = (block: Block): void => {
      block.stop.abort();
      block.pages?.close();
      for (const [row, below] of block.below) {
        if (below === null) continue;
        stop(below);
        // What did not come is opened anew when it is in sight again.
        if (below.state !== "ready") block.below.delete(row);
      }
      this.#resize(block);
    };
    stop(this.#root);
  }

  get levels(): readonly TableLevel[] {
    return this.#options.levels;
  }

  get state(): Block["state"] {
    return this.#root.state;
  }

  get count(): number {
    return this.#root.state === "ready" ? this.#height(this.#root) : 0;
  }

  find(seen: number): FoundRow {
    let block = this.#root;
    let place = seen;
    for (;;) {
      if (block.state !== "ready") return { kind: "pending", block };
      const unit = this.#unit(block);
      const special = lastAt(this.#order(block), place);
      if (special === undefined) return inUnit(block, 0, place, unit);
      const after = place - special.start;
      if (after === 0) return { kind: "row", block, row: special.row };
      if (after > special.extra) return inUnit(block, special.row + 1, after - special.extra - 1, unit);
      const below = block.below.get(special.row);
      if (below == null) return { kind: "pending", block };
      block = below;
      place = after - 1;
    }
  }

  level(found: FoundRow): TableLevel | undefined {
    const depth = found.kind === "unopened" ? found.block.depth + 1 : found.block.depth;
    return this.#options.levels[depth];
  }

  cellAt(seen: number, columnId: string): Cell | undefined {
    const found = this.find(seen);
    if (found.kind !== "row") return undefined;
    const position = this.level(found)?.columns.indexOf(columnId) ?? -1;
    return position < 0 ? null : found.block.pages?.cellAt(found.row, position);
  }

  stateAt(seen: number): RowState {
    const found = this.find(seen);
    if (found.kind === "row") return found.block.pages?.stateAt(found.row) ?? { kind: "loading" };
    const { state } = found.block;
    return found.kind === "pending" && typeof state === "object"
      ? { kind: "failed", message: state.message }
      : { kind: "loading" };
  }

  /** Null: nothing lies below. */
  isExpanded(found: FoundRow): boolean | null {
    if (found.kind !== "row" || !this.#hasBelow(found.block)) return null;
    const below = found.block.below.get(found.row);
    if (below !== undefined) return below !== null;
    return this.#wants(found.block, found.row);
  }

  toggle(seen: number): void {
    const found = this.find(seen);
    const isExpanded = this.isExpanded(found);
    if (found.kind !== "row" || isExpanded === null) return;
    const path = this.#pathOf(found.block, found.row);
    if (path === null) return;
    this.#options.toggled.set(JSON.stringify(path), !isExpanded);
    found.block.below.get(found.row)?.stop.abort();
    if (isExpanded) this.#place(found.block, found.row, null);
    else this.#openBelow(found.block, found.row, path);
    this.#options.changed();
  }

  need(first: number, end: number): void {
    if (this.#isClosed) return;
    const ranges = new Map<Block, [number, number]>();
    const toOpen: { readonly block: Block; readonly row: number }[] = [];
    for (let seen = first; seen < end; seen += 1) {
      const found = this.find(seen);
      if (found.kind === "pending") continue;
      const range = ranges.get(found.block) ?? [found.row, found.row + 1];
      ranges.set(found.block, [Math.min(range[0], found.row), Math.max(range[1], found.row + 1)]);
      const isNew = this.#hasBelow(found.block) && !found.block.below.has(found.row);
      if (isNew && !toOpen.some((one) => one.block === found.block && one.row === found.row)) toOpen.push(found);
    }
    for (const block of this.#inSight) if (!ranges.has(block)) block.pages?.need(0, 0);
    for (const [block, [from, to]] of ranges) block.pages?.need(from, Math.min(to, block.count));
    this.#inSight = new Set(ranges.keys());
    this.#openWanted(toOpen);
  }

  retry(seen: number): void {
    const found = this.find(seen);
    if (found.kind === "row") found.block.pages?.retry(found.row);
    else if (found.kind === "pending" && typeof found.block.state === "object") void this.#open(found.block);
  }

  /** The outermost rows by range, of a table that is not nested. */
  get load(): LoadRows | null {
    return this.#options.levels.length === 1 ? this.#root.load : null;
  }

  #openWanted(rows: readonly { readonly block: Block; readonly row: number }[]): void {
    let hasChanged = false;
    for (const { block, row } of rows) {
      const path = this.#pathOf(block, row);
      if (path === null) continue;
      const wanted = this.#options.toggled.get(JSON.stringify(path)) ?? this.#isOpenAtFirst(block);
      if (wanted) this.#openBelow(block, row, path);
      else if (this.#isOpenAtFirst(block)) this.#place(block, row, null);
      hasChanged ||= wanted || this.#isOpenAtFirst(block);
    }
    if (hasChanged) this.#options.changed();
  }

  #openBelow(block: Block, row: number, path: Within): void {
    const below = newBlock(block.depth + 1, path, block);
    this.#place(block, row, below);
    void this.#open(below);
  }

  async #open(block: Block): Promise<void> {
    const level = this.#options.levels[block.depth];
    if (level === undefined) return;
    block.state = "loading";
    block.stop = new AbortController();
    const { signal } = block.stop;
    try {
      const opened = await this.#options.open(level, block.within, signal);
      if (signal.aborted) return;
      block.pages = new RowPages(opened.load, this.#options.changed);
      block.pages.seed(opened.rows);
      block.load = opened.load;
      block.state = "ready";
      this.#setCount(block, opened.rowCount);
      opened.fullCount?.then(
        (count) => {
          if (!this.#isClosed) this.#setCount(block, count);
        },
        // The rows that are known stay; the count is asked for again with the next change.
        () => undefined,
      );
    } catch (error) {
      if (signal.aborted) return;
      block.state = { message: error instanceof Error ? error.message : String(error) };
      this.#resize(block);
      this.#options.changed();
    }
  }

  #setCount(block: Block, count: number): void {
    block.count = count;
    this.#resize(block);
    this.#options.changed();
  }

  #place(block: Block, row: number, below: Block | null): void {
    block.below.set(row, below);
    this.#resize(block);
  }

  #resize(block: Block): void {
    for (let above: Block | null = block; above !== null; above = above.parent) {
      above.height = null;
      above.order = null;
    }
  }

  #height(block: Block): number {
    // A row stands for rows that are on their way, and one says that there are none.
    if (block.state !== "ready") return 1;
    if (block.height !== null) return block.height;
    const unit = this.#unit(block);
    const extra = this.#order(block).reduce((sum, special) => sum + special.extra - (unit - 1), 0);
    block.height = block.count * unit + extra;
    return block.height;
  }

  #order(block: Block): readonly Special[] {
    if (block.order !== null) return block.order;
    const unit = this.#unit(block);
    let shift = 0;
    block.order = [...block.below]
      .sort(([left], [right]) => left - right)
      .map(([row, below]): Special => {
        const extra = below === null ? 0 : this.#height(below);
        const special = { row, start: row * unit + shift, extra };
        shift += extra - (unit - 1);
        return special;
      });
    return block.order;
  }

  /** Rows seen for a row that nobody has opened or closed yet. */
  #unit(block: Block): 1 | 2 {
    return this.#hasBelow(block) && this.#isOpenAtFirst(block) ? 2 : 1;
  }

  #hasBelow(block: Block): boolean {
    return block.depth < this.#options.levels.length - 1;
  }

  #isOpenAtFirst(block: Block): boolean {
    const level = this.#options.levels[block.depth];
    return level !== undefined && this.#options.isOpenAtFirst(level);
  }

  #wants(block: Block, row: number): boolean {
    const path = this.#pathOf(block, row);
    const toggled = path === null ? undefined : this.#options.toggled.get(JSON.stringify(path));
    return toggled ?? this.#isOpenAtFirst(block);
  }

  /** Null while the row's keys are on their way. */
  #pathOf(block: Block, row: number): Within | null {
    const level = this.#options.levels[block.depth];
    if (level === undefined) return null;
    const cells = level.keys.map((_, position) => block.pages?.cellAt(row, position));
    const known = cells.flatMap((cell) => (cell === undefined ? [] : [cell]));
    return known.length === cells.length ? withinRow(block.within, level, known) : null;
  }
}

function newBlock(depth: number, within: Within, parent: Block | null): Block {
  return {
    depth,
    within,
    parent,
    stop: new AbortController(),
    state: "loading",
    count: 0,
    pages: null,
    load: null,
    below: new Map(),
    order: null,
    height: null,
  };
}

function inUnit(block: Block, first: number, place: number, unit: 1 | 2): FoundRow {
  const row = first + Math.floor(place / unit);
  return place % unit === 0 ? { kind: "row", block, row } : { kind: "unopened", block, row };
}

/** The last special row that begins at or before a place. */
function lastAt(order: readonly Special[], place: number): Special | undefined {
  let [low, high] = [0, order.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((order[middle]?.start ?? 0) <= place) low = middle + 1;
    else high = middle;
  }
  return order[low - 1];
}
