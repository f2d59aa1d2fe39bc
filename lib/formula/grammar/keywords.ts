import { And, False, Not, Null, Or, True } from "./parser.terms.ts";

const keywords: ReadonlyMap<string, number> = new Map([
  ["and", And],
  ["or", Or],
  ["not", Not],
  ["true", True],
  ["false", False],
  ["null", Null],
]);

/** Keywords are recognised in any case. */
export function keyword(word: string, _stack?: unknown): number {
  return keywords.get(word.toLowerCase()) ?? -1;
}
