/** `{{[operation ]cell[ cell]}}`: how prose names a number instead of writing it. docs: ARCHITECTURE.md, "Numbers". */

/** What a derivation does with a first cell (what is spoken of) and a second (what it is compared with). */
export const operations = ["delta", "ratio", "share", "growth", "sum", "mean", "rank"] as const;
export type Operation = (typeof operations)[number];

export type CellReference =
  /** `r2:3.sales`: the third row as listed. */
  | { readonly kind: "row"; readonly result: string; readonly row: number; readonly key: string }
  /** `r2:"West"|"2025".sales`: the row with these labels, in the order of its label columns. */
  | { readonly kind: "labels"; readonly result: string; readonly labels: readonly string[]; readonly key: string }
  /** `r2:total.sales`: the sum over all rows, of a column that may be summed. */
  | { readonly kind: "total"; readonly result: string; readonly key: string }
  /** `f4`. */
  | { readonly kind: "fact"; readonly id: string };

export type Reference = { readonly operation: Operation | null; readonly cells: readonly CellReference[] };

const label = String.raw`"(?:[^"\\]|\\.)*"`;
const cellPattern = new RegExp(
  String.raw`^(?:(f\d+)|(r\d+):(?:(total)|(\d+)|(${label}(?:\|${label})*))\.([\p{L}\p{N}_]+))(?=\s|$)\s*`,
  "u",
);
const operationPattern = /^(\p{L}+)\s+/u;

/** Reads what stands between `{{` and `}}`; null when it is no reference. */
export function parseReference(text: string): Reference | null {
  let rest = text.trim();
  const word = operationPattern.exec(rest);
  const operation = operations.find((name) => name === word?.[1]?.toLowerCase()) ?? null;
  if (word !== null) {
    if (operation === null) return null;
    rest = rest.slice(word[0].length);
  }
  const cells: CellReference[] = [];
  while (rest !== "") {
    const match = cellPattern.exec(rest);
    if (match === null) return null;
    cells.push(cellOf(match));
    rest = rest.slice(match[0].length);
  }
  const most = operation === null ? 1 : 2;
  return cells.length === 0 || cells.length > most ? null : { operation, cells };
}

function cellOf([, id, result = "", total, row, labels, key = ""]: RegExpExecArray): CellReference {
  if (id !== undefined) return { kind: "fact", id };
  if (total !== undefined) return { kind: "total", result, key };
  if (row !== undefined) return { kind: "row", result, row: Number(row), key };
  return { kind: "labels", result, labels: splitLabels(labels ?? ""), key };
}

function splitLabels(text: string): string[] {
  return [...text.matchAll(new RegExp(label, "gu"))].map(([quoted]) => quoted.slice(1, -1).replace(/\\(.)/g, "$1"));
}
