import type { DialectName } from "../../sql/dialect.ts";
import { variableType } from "../call.ts";
import type { CheckedExpression } from "../checked.ts";
import type { Diagnostic, Fix, Span } from "../diagnostic.ts";
import {
  type ArgumentDefinition,
  acceptsCount,
  argumentAt,
  describeSignature,
  type FunctionDefinition,
} from "../functions/definition.ts";
import { literalNumber, literalText } from "../functions/sql.ts";
import { findNearest } from "../nearest.ts";
import { writeTextLiteral } from "../parse/literals.ts";
import type { FormulaType } from "../types.ts";
import { error, replaceFix, wrapFix } from "./messages.ts";

export type Place = {
  readonly span: Span;
  readonly nameSpan: Span;
  readonly dialect: DialectName | undefined;
};

/** Number, types and values of a call's arguments. Each argument is complained of at most once. */
export function checkArguments(
  definition: FunctionDefinition,
  operands: readonly CheckedExpression[],
  place: Place,
): readonly Diagnostic[] {
  const unavailable = checkAvailable(definition, place);
  if (unavailable !== null) return [unavailable];
  const wrongCount = checkCount(definition, operands, place);
  if (wrongCount !== null) return [wrongCount];
  const found = operands.flatMap((_operand, index) => {
    const expected = argumentAt(definition.signature, index, operands.length);
    const problem = expected === undefined ? null : checkOperand(definition, expected, operands, index);
    return problem === null ? [] : [problem];
  });
  if (found.length > 0 || operands.some(({ type }) => type === "unknown")) return found;
  return (definition.check?.(operands) ?? []).map(({ index, code, message, replacement }) => {
    const span = operands[index]?.span ?? place.span;
    return error(
      code,
      message,
      span,
      replacement === undefined ? undefined : replaceFix(`Use ${replacement}`, span, replacement),
    );
  });
}

function checkAvailable({ name, lowering }: FunctionDefinition, { nameSpan, dialect }: Place): Diagnostic | null {
  const isMissing = dialect === undefined ? Object.values(lowering).includes(null) : lowering[dialect] === null;
  return isMissing ? error("not_available", `${name} is not available on this source.`, nameSpan) : null;
}

function checkCount(
  definition: FunctionDefinition,
  operands: readonly CheckedExpression[],
  place: Place,
): Diagnostic | null {
  if (acceptsCount(definition.signature, operands.length)) return null;
  const { name, isInternal } = definition;
  const given = operands.length === 0 ? "none" : String(operands.length);
  const shape = isInternal === true ? "" : ` Write ${describeSignature(definition)}.`;
  return error(
    "argument_count",
    `Wrong number of arguments for function ${name}: ${given} given.${shape}`,
    place.nameSpan,
  );
}

function checkOperand(
  definition: FunctionDefinition,
  expected: ArgumentDefinition,
  operands: readonly CheckedExpression[],
  index: number,
): Diagnostic | null {
  const operand = operands[index];
  if (operand === undefined || operand.type === "unknown") return null;
  const wanted = wantedTypes(definition, expected, operands);
  if (wanted !== null && operand.type !== "null" && !wanted.includes(operand.type)) {
    return wrongType(definition, wanted, operands, index);
  }
  if (expected.isCompared === true && operand.type === "variant") {
    return wrongType(definition, ["text", "number", "date", "logical"], operands, index);
  }
  if (expected.values !== undefined) return checkValue(definition, expected.values, operand, index);
  if (expected.literal === true && !isLiteral(operand)) {
    return error(
      "literal_required",
      `Argument ${index + 1} of ${definition.name} must be written as a literal.`,
      operand.span,
    );
  }
  return null;
}

function isLiteral(operand: CheckedExpression): boolean {
  return operand.kind === "literal" || literalNumber(operand) !== undefined;
}

/** Null: everything fits. */
function wantedTypes(
  definition: FunctionDefinition,
  { type }: ArgumentDefinition,
  operands: readonly CheckedExpression[],
): readonly FormulaType[] | null {
  if (type === "any") return null;
  if (type !== "T" && type !== "U") return typeof type === "string" ? [type] : type;
  const meant = variableType(definition, operands, type);
  return meant === "null" || meant === "unknown" ? null : [meant];
}

function wrongType(
  definition: FunctionDefinition,
  wanted: readonly FormulaType[],
  operands: readonly CheckedExpression[],
  index: number,
): Diagnostic {
  const operand = operands[index];
  const received = operand?.type ?? "unknown";
  const span = operand?.span ?? { from: 0, to: 0 };
  const message = `Argument ${index + 1} invalid for function ${definition.name}. Expected ${wanted.join(" or ")}; received ${received}.`;
  return error("argument_type", message, span, findFix(definition, wanted, operands, index));
}

const conversions: Partial<Record<FormulaType, string>> = {
  text: "Text",
  number: "Number",
  date: "Date",
  logical: "Logical",
  variant: "Variant",
};

/** The conversion to put around the argument. Dates do not become numbers by themselves, nor the other way round. */
function findFix(
  definition: FunctionDefinition,
  wanted: readonly FormulaType[],
  operands: readonly CheckedExpression[],
  index: number,
): Fix | undefined {
  const operand = operands[index];
  if (operand === undefined) return undefined;
  if (definition.name === "+" && operands.every(({ type }) => type === "text")) return undefined;
  const [type] = wanted;
  const pair = `${operand.type}-${type}`;
  const isSensible =
    pair !== "date-number" && pair !== "number-date" && pair !== "date-logical" && pair !== "logical-date";
  const conversion = type === undefined || !isSensible ? undefined : conversions[type];
  if (conversion === undefined) return undefined;
  return wrapFix(`Convert with ${conversion}(…)`, operand.span, conversion);
}

function checkValue(
  { name }: FunctionDefinition,
  values: readonly string[],
  operand: CheckedExpression,
  index: number,
): Diagnostic | null {
  const written = literalText(operand);
  const list = values.map((value) => `"${value}"`).join(", ");
  if (written === undefined) {
    return error(
      "literal_required",
      `Argument ${index + 1} of ${name} must be written as one of ${list}.`,
      operand.span,
    );
  }
  if (values.includes(written.toLowerCase())) return null;
  const [nearest = values.find((value) => `${value}s` === written.toLowerCase())] = findNearest(written, values, 1);
  const message = `Argument ${index + 1} invalid for function ${name}. Expected one of ${list}; received ${writeTextLiteral(written)}.`;
  const fix = nearest === undefined ? undefined : replaceFix(`Use "${nearest}"`, operand.span, `"${nearest}"`);
  return error("argument_value", message, operand.span, fix);
}
