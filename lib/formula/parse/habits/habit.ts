import type { Diagnostic, Fix } from "../../diagnostic.ts";
import type { TokenRow } from "../row.ts";
import type { Token } from "../tokens.ts";

/** Looks for one habit at the token with an index. */
export type Habit = (row: TokenRow, index: number, token: Token) => Diagnostic | null;

export function habit(code: string, message: string, from: number, to: number, fix?: Fix): Diagnostic {
  return { code, severity: "error", message, span: { from, to }, ...(fix === undefined ? {} : { fix }) };
}

export function replace(
  title: string,
  ...edits: readonly (readonly [from: number, to: number, insert: string])[]
): Fix {
  return { title, edits: edits.map(([from, to, insert]) => ({ span: { from, to }, insert })) };
}
