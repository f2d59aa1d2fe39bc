import type { Expression } from "../syntax.ts";

/**
 * A part of a formula in words. `tight` words stand inside others as they are; `loose` ones are put in brackets there, so that a
 * sentence can be read in one way only. A `clause` says something that is true or not.
 */
export type Words = { readonly text: string; readonly kind: "tight" | "loose" | "clause" | "loose clause" };

/** The arguments of a call, as its phrase wants them. */
export type Operands = {
  readonly count: number;
  /** As a thing: brackets around what is loose, `whether …` around a clause. */
  noun(index: number): string;
  /** As something that holds or does not. */
  clause(index: number): string;
  /** The value of a literal text, in small letters; null for anything else. */
  word(index: number): string | null;
  /** The value of a literal number, with its sign; null for anything else. */
  number(index: number): number | null;
  node(index: number): Expression | undefined;
};

export type Phrase = (operands: Operands) => Words;

export function tight(text: string): Words {
  return { text, kind: "tight" };
}

export function loose(text: string): Words {
  return { text, kind: "loose" };
}

export function clause(text: string): Words {
  return { text, kind: "clause" };
}

/** `a, b and c` */
export function listed(texts: readonly string[], joint: string): string {
  const last = texts.at(-1) ?? "";
  return texts.length < 2 ? last : `${texts.slice(0, -1).join(", ")} ${joint} ${last}`;
}

export function nounsFrom({ count, noun }: Operands, from: number, step = 1): string[] {
  const texts: string[] = [];
  for (let index = from; index < count; index += step) texts.push(noun(index));
  return texts;
}

export function clausesFrom({ count, clause: clauseAt }: Operands, from: number): string {
  const texts: string[] = [];
  for (let index = from; index < count; index += 1) texts.push(clauseAt(index));
  return listed(texts, "and");
}

/** `1 row`, `3 rows`. */
export function counted(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}
