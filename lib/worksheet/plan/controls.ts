import type { Binding, CheckedExpression, CheckedReference } from "../../formula/checked.ts";
import { call, literal } from "../expression.ts";
import { scalarValue, typedLiteral } from "../filter-values.ts";
import type { Control } from "../worksheet.ts";

type ControlBinding = Extract<Binding, { kind: "control" }>;

/** What a control holds now, written into the formula as a literal of the type that checking saw. */
export function controlLiteral(
  node: CheckedReference,
  binding: ControlBinding,
  controls: readonly Control[],
): CheckedExpression {
  const control = controls.find((candidate) => candidate.id === binding.controlId);
  if (control?.kind === "list" && control.multiple) {
    return call("Array", ...control.value.map(literal));
  }
  const value = scalarValue({ controlId: binding.controlId }, binding.part, controls);
  return typedLiteral(value, node.type) ?? literal(null);
}
