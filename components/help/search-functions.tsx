import type { FunctionHelp } from "./function-help.tsx";

/** Functions that have every word somewhere; those whose name begins with what was written come first. */
export function searchFunctions(functions: readonly FunctionHelp[], words: string): readonly FunctionHelp[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return functions;
  return functions
    .filter((one) => wanted.every((word) => textOf(one).includes(word)))
    .toSorted((left, right) => rankOf(left, wanted) - rankOf(right, wanted));
}

function textOf({ name, aliases, category, description }: FunctionHelp): string {
  return [name, ...aliases, category, description].join(" ").toLowerCase();
}

function rankOf({ name, aliases }: FunctionHelp, wanted: readonly string[]): number {
  const names = [name, ...aliases].map((one) => one.toLowerCase());
  const has = (test: (written: string, word: string) => boolean): boolean =>
    wanted.some((word) => names.some((written) => test(written, word)));
  if (has((written, word) => written === word)) return 0;
  if (has((written, word) => written.startsWith(word))) return 1;
  return has((written, word) => written.includes(word)) ? 2 : 3;
}
