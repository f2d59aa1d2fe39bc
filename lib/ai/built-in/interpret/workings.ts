import type { ColumnCandidate } from "../mentions/match-columns.ts";
import type { Mention, MentionKind, MentionOf } from "../mentions/mention.ts";
import type { KnownColumn, KnownSource } from "../source.ts";

/** The question while it is read: each rule takes the mentions that it understands; what is left over found no place. */
export type Workings = {
  readonly source: KnownSource;
  readonly mentions: readonly Mention[];
  readonly used: Set<number>;
  readonly asOf: string;
  /** The words of the question, by token. */
  readonly words: readonly string[];
};

export function take(workings: Workings, ...indexes: readonly number[]): void {
  for (const index of indexes) workings.used.add(index);
}

export function isFree(workings: Workings, index: number): boolean {
  return index >= 0 && index < workings.mentions.length && !workings.used.has(index);
}

/** The free mentions of a kind, with their positions. */
export function findAll<Kind extends MentionKind>(
  workings: Workings,
  kind: Kind,
): readonly (readonly [number, MentionOf<Kind>])[] {
  return workings.mentions.flatMap((mention, index): (readonly [number, MentionOf<Kind>])[] =>
    isKind(mention, kind) && !workings.used.has(index) ? [[index, mention]] : [],
  );
}

/** The mention at a position if it is free and of that kind. */
export function at<Kind extends MentionKind>(workings: Workings, index: number, kind: Kind): MentionOf<Kind> | null {
  const mention = workings.mentions[index];
  return mention !== undefined && isFree(workings, index) && isKind(mention, kind) ? mention : null;
}

function isKind<Kind extends MentionKind>(mention: Mention, kind: Kind): mention is MentionOf<Kind> {
  return mention.kind === kind;
}

/** The next position in a direction whose mention is no filler, -1 at the end of the question. `also` kinds are passed over too. */
export function skip(workings: Workings, index: number, step: 1 | -1, also: readonly MentionKind[] = []): number {
  for (let next = index + step; next >= 0 && next < workings.mentions.length; next += step) {
    const kind = workings.mentions[next]?.kind;
    if (kind !== undefined && kind !== "filler" && !also.includes(kind)) return next;
  }
  return -1;
}

export function isMarker(mention: Mention | undefined, ...wanted: readonly string[]): boolean {
  return mention?.kind === "marker" && wanted.includes(mention.marker);
}

/** The text of a mention, in lower case. */
export function textAt({ mentions, words }: Workings, index: number): string {
  const mention = mentions[index];
  return mention === undefined ? "" : words.slice(mention.from, mention.to).join(" ");
}

export function isComma(mention: Mention | undefined): boolean {
  return mention?.kind === "symbol" && (mention.text === "," || mention.text === "&" || mention.text === "/");
}

export function isEnd(mention: Mention | undefined): boolean {
  return mention === undefined || (mention.kind === "symbol" && /[?!.;:]/.test(mention.text));
}

export function fillerAt(workings: Workings, index: number): string | null {
  const mention = workings.mentions[index];
  return mention?.kind === "filler" ? mention.word : null;
}

export function isNumeric(column: KnownColumn): boolean {
  return column.type === "number";
}

/** Numbers that are worth adding up or comparing: no codes. */
export function isQuantity(column: KnownColumn): boolean {
  return column.role === "measure" || column.role === "metric";
}

export function bestColumn(candidates: readonly ColumnCandidate[]): KnownColumn | null {
  return candidates[0]?.column ?? null;
}

/** The best candidate that passes the test; candidates far behind the best are not meant. */
export function bestWhere(
  candidates: readonly ColumnCandidate[],
  test: (column: KnownColumn) => boolean,
): KnownColumn | null {
  return candidates.find(({ column }) => test(column))?.column ?? null;
}

/** The source's column that one of the hinting words names best; `time` means any date or year. */
export function findHinted(source: KnownSource, hints: readonly string[]): KnownColumn | null {
  for (const hint of hints) {
    const matches = source.columns.filter((column) => isHinted(column, hint));
    const best = matches.toSorted((a, b) => nameLength(a) - nameLength(b) || a.position - b.position)[0];
    if (best !== undefined) return best;
  }
  return null;
}

function isHinted(column: KnownColumn, hint: string): boolean {
  if (hint === "time" && (column.role === "time" || column.role === "year")) return true;
  if (!isNumeric(column) && column.role !== "time" && hint !== "date") return false;
  if (column.role === "identifier") return false;
  return column.names.some((words) => words.some(({ lemma, stem }) => lemma === hint || stem === hint));
}

function nameLength(column: KnownColumn): number {
  return column.names[0]?.length ?? 9;
}
