import type { CheckedCall, CheckedExpression } from "./checked.ts";
import type { Span } from "./diagnostic.ts";
import { argumentAt, type FunctionDefinition } from "./functions/definition.ts";
import type { DateGrain, FormulaType } from "./types.ts";

/** A call with its type, grain and precision. Its arguments are right: they were checked, or are ours. */
export function makeCall(
  definition: FunctionDefinition,
  operands: readonly CheckedExpression[],
  span: Span,
  eitherLevel: "aggregate" | "window" = "window",
): CheckedCall {
  const type = resultTypeOf(definition, operands);
  const typed = operands.map((operand, index) => typeNull(operand, expectedType(definition, operands, index)));
  const precision = type === "number" ? (definition.precision ?? asDouble)(typed) : undefined;
  const grain = type === "date" ? (definition.grain ?? grainOfFirst)(typed) : undefined;
  return {
    kind: "call",
    name: definition.name,
    levelKind: definition.levelKind === "either" ? eitherLevel : definition.levelKind,
    arguments: typed,
    type,
    ...(grain === undefined ? {} : { grain }),
    ...(precision === undefined ? {} : { precision }),
    span,
  };
}

function asDouble() {
  return { kind: "double" } as const;
}

function grainOfFirst(operands: readonly CheckedExpression[]): DateGrain | undefined {
  return operands.find(({ type }) => type === "date")?.grain;
}

function resultTypeOf(
  { result, ...definition }: FunctionDefinition,
  operands: readonly CheckedExpression[],
): FormulaType {
  return result === "T" || result === "U" ? variableType(definition, operands, result) : result;
}

type Meant = { readonly signature: FunctionDefinition["signature"]; T?: FormulaType; U?: FormulaType };

/** Each argument asks what the variable stands for: found once for a call, however many there are. */
const meant = new WeakMap<readonly CheckedExpression[], Meant>();

/** What a type variable stands for in a call: the type of the first argument that has one. */
export function variableType(
  { signature }: Pick<FunctionDefinition, "signature">,
  operands: readonly CheckedExpression[],
  variable: "T" | "U",
): FormulaType {
  const known = meant.get(operands);
  const ofCall: Meant = known?.signature === signature ? known : { signature };
  const type = ofCall[variable] ?? findVariableType(signature, operands, variable);
  ofCall[variable] = type;
  meant.set(operands, ofCall);
  return type;
}

function findVariableType(
  signature: FunctionDefinition["signature"],
  operands: readonly CheckedExpression[],
  variable: "T" | "U",
): FormulaType {
  let found: FormulaType = "null";
  for (const [index, { type }] of operands.entries()) {
    const isVariable = argumentAt(signature, index, operands.length)?.type === variable;
    if (isVariable && type !== "null") found = type;
    if (found !== "null" && found !== "unknown") return found;
  }
  return found;
}

function expectedType(
  definition: FunctionDefinition,
  operands: readonly CheckedExpression[],
  index: number,
): FormulaType {
  const expected = argumentAt(definition.signature, index, operands.length)?.type ?? "any";
  if (expected === "T" || expected === "U") return variableType(definition, operands, expected);
  if (expected === "any") return "null";
  return typeof expected === "string" ? expected : (expected[0] ?? "null");
}

/** A Null takes the type that is wanted of it, so that engines need not guess; so does what can be nothing else, as `Coalesce(Null)`. */
function typeNull(operand: CheckedExpression, type: FormulaType): CheckedExpression {
  if (operand.type !== "null" || type === "null" || type === "unknown") return operand;
  const literal = { kind: "literal", value: null, type, span: operand.span } as const;
  return type === "number" ? { ...literal, precision: { kind: "decimal", digits: 1, scale: 0 } } : literal;
}
