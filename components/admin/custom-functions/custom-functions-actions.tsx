import type { ActionResult } from "#lib/contract/action";
import type { CustomFunctionItem, SaveCustomFunctionInput } from "#lib/contract/custom-functions";

/** The server actions behind the Custom functions page. */
export type CustomFunctionsActions = {
  readonly save: (input: SaveCustomFunctionInput) => Promise<ActionResult<void>>;
  readonly remove: (functionId: string) => Promise<ActionResult<void>>;
};

export type CustomFunctionTask =
  /** Null: a new function. */
  | { readonly kind: "edit"; readonly target: CustomFunctionItem | null }
  | { readonly kind: "remove"; readonly target: CustomFunctionItem };

/** `NetMargin(revenue, cost)`. */
export function signatureOf({ name, arguments: operands }: Pick<CustomFunctionItem, "name" | "arguments">): string {
  return `${name}(${operands.map((operand) => operand.name).join(", ")})`;
}
