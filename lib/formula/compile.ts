import type { SqlFragment } from "../sql/fragment.ts";
import type { CheckedExpression } from "./checked.ts";
import type { LoweringContext } from "./lowering-context.ts";

export type { FormulaPerson, LoweringContext } from "./lowering-context.ts";

/** The SQL of a checked and desugared expression. Throws only for what a caller forgot: such a throw is a bug, not a user's error. */
export function lower(_expression: CheckedExpression, _context: LoweringContext): SqlFragment {
  throw new Error("lower: not written yet");
}
