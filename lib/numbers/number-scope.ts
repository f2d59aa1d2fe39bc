import type { Format } from "../formula/types.ts";
import type { Cell, ResultColumn, ResultRows } from "../worksheet/result.ts";

/** A result that prose may speak of, under its name in the answer: `r1`, `r2`, … */
export type ScopeResult = {
  readonly name: string;
  readonly resultId: string;
  readonly schema: readonly ResultColumn[];
  /** From row 0 on; perhaps not all of them. */
  readonly rows: ResultRows;
  /** Rows of the whole result; totals need them all to be in `rows`. */
  readonly rowCount: number;
};

/** Something that our code computed from a result: `f1`, `f2`, … */
export type ScopeFact = {
  readonly id: string;
  readonly resultId: string;
  readonly text: string;
  readonly value: number;
  readonly format?: Format | undefined;
  readonly labels: readonly string[];
};

/** Everything that a number in prose may come from, and how the reader writes numbers. */
export type NumberScope = {
  readonly results: readonly ScopeResult[];
  readonly facts: readonly ScopeFact[];
  /** Texts whose numbers may be repeated: the question, the worksheet's own formulas and filters, names. */
  readonly literals: readonly string[];
  readonly locale: string;
  readonly currency: string;
};

export function cellAt(result: ScopeResult, row: number, column: ResultColumn): Cell | undefined {
  return result.rows.columns[result.schema.indexOf(column)]?.[row];
}

/** A number cell's value; exact digits beyond 2^53 lose their last places. Null: not a number. */
export function numberOf(cell: Cell | undefined, column: ResultColumn): number | null {
  if (column.type !== "number" || cell === null || cell === undefined || typeof cell === "boolean") return null;
  const value = Number(cell);
  return Number.isFinite(value) ? value : null;
}

/** Columns that name a row: what it was grouped by. */
export function labelColumns(result: ScopeResult): readonly ResultColumn[] {
  return result.schema.filter(
    (column) => column.type === "text" || column.type === "date" || column.type === "logical",
  );
}

/** Whether a column's rows may be summed: one call that sums or counts, and nothing around it. */
export function isAdditive({ type, formula }: ResultColumn): boolean {
  const text = formula.trim();
  if (type !== "number" || !/^(?:Sum|SumIf|Count|CountIf|SumProduct)\s*\(/i.test(text)) return false;
  return closingParenthesis(text) === text.length - 1;
}

/** Where the first parenthesis closes, outside texts and column names. */
function closingParenthesis(text: string): number {
  const skipped = text.replace(/"(?:[^"\\]|\\.)*"|\[(?:[^\]\\]|\\.)*\]/g, (quoted) => " ".repeat(quoted.length));
  let depth = 0;
  for (const [index, character] of [...skipped].entries()) {
    if (character === "(") depth += 1;
    if (character === ")" && --depth === 0) return index;
  }
  return -1;
}
