import type { RunOutput } from "../ask/conversation.ts";

/** A member of the column that takes a change apart. `row` counts from 1. */
export type Member = {
  readonly row: number;
  readonly name: string;
  readonly before: number;
  readonly now: number;
  readonly change: number;
};

/** Rows of a worksheet with the columns member, before, now, change. Empty cells are zero. */
export function membersOf({ rows }: RunOutput): readonly Member[] {
  return rows.map(([name, before, now], index) => {
    const [first, second] = [Number(before ?? 0), Number(now ?? 0)];
    return { row: index + 1, name: String(name ?? ""), before: first, now: second, change: second - first };
  });
}

/** How unevenly the members share a change, 0 to 1: the part of it that is not in proportion to what they were before. */
export function unevenness(members: readonly Member[]): number {
  const total = members.reduce((sum, { change }) => sum + change, 0);
  const base = members.reduce((sum, { before }) => sum + before, 0);
  const moved = members.reduce((sum, { change }) => sum + Math.abs(change), 0);
  if (moved === 0) return 0;
  const excess = members.map(({ change, before }) => Math.abs(change - (base === 0 ? 0 : (total * before) / base)));
  return excess.reduce((sum, one) => sum + one, 0) / (2 * moved);
}
