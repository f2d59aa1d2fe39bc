import type { Cell } from "#lib/worksheet/result";

type Rows = readonly (readonly Cell[])[];

/** Same number of columns and rows; columns in any order, rows in any order unless `isOrdered`. */
export function isSameResult(actual: Rows, gold: Rows, isOrdered: boolean): boolean {
  if (actual.length !== gold.length) return false;
  if (actual.length === 0) return true;
  return (actual[0]?.length ?? 0) === (gold[0]?.length ?? 0) && holdsResult(actual, gold, isOrdered);
}

/** As many rows, and the accepted columns are among the actual ones. */
export function holdsResult(actual: Rows, gold: Rows, isOrdered: boolean): boolean {
  if (actual.length !== gold.length) return false;
  if (actual.length === 0) return true;
  const left = columnsOf(actual);
  const right = columnsOf(gold);
  const fits = right.map((column) => left.flatMap((other, index) => (isSameBag(column, other) ? [index] : [])));
  return assign(fits, [], (choice) => {
    const chosen = choice.map((index) => left[index] ?? []);
    const rowsOf = (columns: readonly (readonly string[])[]): string[] =>
      gold.map((_, row) => columns.map((column) => column[row] ?? "").join("\u0001"));
    const [mine, theirs] = [rowsOf(chosen), rowsOf(right)];
    return isOrdered ? mine.every((row, index) => row === theirs[index]) : isSameBag(mine, theirs);
  });
}

/** Whether some choice of different columns passes the test. */
function assign(
  fits: readonly (readonly number[])[],
  chosen: readonly number[],
  test: (choice: readonly number[]) => boolean,
): boolean {
  const options = fits[chosen.length];
  if (options === undefined) return test(chosen);
  return options.some((index) => !chosen.includes(index) && assign(fits, [...chosen, index], test));
}

function columnsOf(rows: Rows): string[][] {
  return Array.from({ length: rows[0]?.length ?? 0 }, (_, column) => rows.map((row) => normalize(row[column] ?? null)));
}

function isSameBag(left: readonly string[], right: readonly string[]): boolean {
  const [a, b] = [left.toSorted(), right.toSorted()];
  return a.length === b.length && a.every((value, index) => value === b[index]);
}

/** Numbers to six digits, dates as ISO, text trimmed and without case. */
export function normalize(cell: Cell): string {
  if (cell === null || cell === "") return "∅";
  if (typeof cell === "boolean") return cell ? "1" : "0";
  const text = String(cell).trim().toLowerCase();
  const plain = text.replace(/^[$€£]/, "").replace(/(?<=\d),(?=\d{3})/g, "");
  if (/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/.test(plain)) return String(Number(Number(plain).toPrecision(6)));
  return text.replace(/^(\d{4}-\d{2}-\d{2})[t ](\d{2}:\d{2}(:\d{2})?)(\.0+)?$/, "$1 $2").replace(/ 00:00(:00)?$/, "");
}
