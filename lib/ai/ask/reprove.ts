import "server-only";
import type { RunPart } from "#lib/contract/run-chunks";
import type { RunData } from "#lib/contract/runs";
import type { NumberScope } from "#lib/numbers/number-scope";
import { createNumberStream } from "#lib/numbers/number-stream";
import { proseOf } from "#lib/runs/run-detail";

export type Reproved = {
  readonly text: string;
  readonly numbers: readonly RunData["number"][];
  readonly verification: RunData["verification"];
  /** Numbers that are others than they were, or can no longer be read. */
  readonly changedCount: number;
};

/**
 * An answer's prose with every number put in anew from other results: references are resolved again, digits matched again. What comes
 * out otherwise than before is marked.
 */
export function reproveProse(parts: readonly RunPart[], scope: NumberScope): Reproved {
  const former = parts.flatMap((part) => (part.type === "data-number" ? [part.data] : []));
  const said = proseOf(parts);
  const { text, numbers } = proveText(withReferences(said, former), scope);
  const before = linkedNumbers(said, former);
  const marked = numbers.map((number, index) => {
    const isSame = before.length === numbers.length && before[index]?.text === number.text;
    return isSame ? number : asChanged(number);
  });
  const changedCount = numbers.filter((number, index) => number !== marked[index]).length;
  return { text, numbers: marked, verification: count(marked), changedCount };
}

/** Prose with `{{references}}` as the page takes it. */
export function proveText(prose: string, scope: NumberScope): Pick<Reproved, "text" | "numbers" | "verification"> {
  const numbers = new Map<string, RunData["number"]>();
  let last = 0;
  const stream = createNumberStream(
    () => scope,
    () => `n${++last}`,
  );
  let text = "";
  for (const piece of [...stream.push(prose), ...stream.end()]) {
    if (piece.kind === "text") text += piece.text;
    else numbers.set(piece.number.id, piece.number);
  }
  const found = [...numbers.values()];
  return { text, numbers: found, verification: count(found) };
}

const numberLink = /\[((?:[^\]\\]|\\.)*)\]\(#number-([^)]*)\)/g;

/** As the model wrote it: the owner's digits give way to the references behind them. */
function withReferences(prose: string, numbers: readonly RunData["number"][]): string {
  return prose.replace(numberLink, (_, text: string, id: string) => {
    const reference = numbers.find((number) => number.id === id)?.reference ?? null;
    return reference === null ? text : `{{${reference}}}`;
  });
}

function linkedNumbers(prose: string, numbers: readonly RunData["number"][]): RunData["number"][] {
  return [...prose.matchAll(numberLink)].flatMap(([, , id]) => numbers.find((number) => number.id === id) ?? []);
}

function asChanged(number: RunData["number"]): RunData["number"] {
  const label = `${number.label ?? number.text}: not what it was when this was shared`;
  return { ...number, status: "unverified", label };
}

function count(numbers: readonly RunData["number"][]): RunData["verification"] {
  const found = { proved: 0, matched: 0, unverified: 0 };
  for (const { status } of numbers) found[status] += 1;
  return found;
}
