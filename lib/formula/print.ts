import { spineOf } from "./check/chains.ts";
import { findFunction } from "./functions/table.ts";
import { writeReferencePath, writeTextLiteral } from "./parse/literals.ts";
import type { BinaryOperator, Comment, Expression } from "./syntax.ts";

/**
 * Writes a formula canonically: names as the function table spells them, one space around operators, brackets only where they are
 * needed, comments where they stood. Printing what was printed changes nothing.
 */
export function printFormula(expression: Expression, comments: readonly Comment[]): string {
  const output = createOutput(comments);
  print(expression, strength.disjunction, output);
  output.flush(Number.POSITIVE_INFINITY);
  return output.text();
}

/** How tightly a construct holds together, as in the grammar. */
const strength = {
  disjunction: 0,
  conjunction: 1,
  negation: 2,
  comparison: 3,
  concatenation: 4,
  sum: 5,
  product: 6,
  signed: 7,
  power: 8,
  primary: 9,
} as const;

const strengthOfOperator: Readonly<Record<BinaryOperator, number>> = {
  Or: strength.disjunction,
  And: strength.conjunction,
  "=": strength.comparison,
  "!=": strength.comparison,
  "<": strength.comparison,
  "<=": strength.comparison,
  ">": strength.comparison,
  ">=": strength.comparison,
  "&": strength.concatenation,
  "+": strength.sum,
  "-": strength.sum,
  "*": strength.product,
  "/": strength.product,
  "%": strength.product,
  "^": strength.power,
};

type Output = {
  readonly write: (text: string) => void;
  /** Writes the comments that stood before a position of the original text. */
  readonly flush: (position: number) => void;
  readonly text: () => string;
};

function createOutput(comments: readonly Comment[]): Output {
  const waiting = comments.toSorted((left, right) => left.span.from - right.span.from);
  const parts: string[] = [];
  let last = "";
  let isLineOpen = false;
  const write = (text: string) => {
    const isSpaced = isLineOpen || /\s$/.test(last);
    parts.push(`${isLineOpen ? "\n" : ""}${isSpaced ? text.trimStart() : text}`);
    isLineOpen = false;
    last = text;
  };
  const flush = (position: number) => {
    for (let next = waiting[0]; next !== undefined && next.span.from < position; next = waiting[0]) {
      waiting.shift();
      const text = next.text.trimEnd();
      const isInside = last !== "" && !/[\s([{]$/.test(last);
      const isLine = text.startsWith("//");
      write(`${isInside ? " " : ""}${text}${isLine || position === Number.POSITIVE_INFINITY ? "" : " "}`);
      isLineOpen = isLine;
    }
  };
  return { write, flush, text: () => parts.join("").trim() };
}

function print(node: Expression, needed: number, output: Output): void {
  const isWrapped = strengthOf(node) < needed;
  if (isWrapped) {
    output.flush(node.span.from);
    output.write("(");
  }
  printBare(node, output);
  if (isWrapped) output.write(")");
}

function strengthOf(node: Expression): number {
  if (node.kind === "binary") return strengthOfOperator[node.operator];
  if (node.kind === "unary") return node.operator === "Not" ? strength.negation : strength.signed;
  return strength.primary;
}

function printBare(node: Expression, output: Output): void {
  if (node.kind === "unary") printUnary(node, output);
  else if (node.kind === "binary") printChain(node, output);
  else if (node.kind === "call") printCall(node, output);
  else if (node.kind === "record") printRecord(node, output);
  else if (node.kind === "field" || node.kind === "index") printAccess(node, output);
  else {
    output.flush(node.span.from);
    output.write(printLeaf(node));
  }
}

function printAccess(node: Extract<Expression, { kind: "field" | "index" }>, output: Output): void {
  print(node.object, strength.primary, output);
  if (node.kind === "field") {
    output.write(`.${node.name}`);
    return;
  }
  output.write("[");
  print(node.index, 0, output);
  output.write("]");
}

type Leaf = Exclude<Expression, { kind: "unary" | "binary" | "call" | "field" | "index" | "record" }>;

function printLeaf(node: Leaf): string {
  switch (node.kind) {
    case "number":
      return node.text;
    case "text":
      return writeTextLiteral(node.value);
    case "logical":
      return node.value ? "True" : "False";
    case "null":
      return "Null";
    case "reference":
      return writeReferencePath(node.path);
    case "missing":
      return "";
  }
}

function printUnary(node: Extract<Expression, { kind: "unary" }>, output: Output): void {
  output.flush(node.span.from);
  const isNot = node.operator === "Not";
  const isNested = node.operand.kind === "unary";
  output.write(isNot ? "Not " : "-");
  print(node.operand, isNot || isNested ? strength.primary : strength.power, output);
}

function printChain(node: Extract<Expression, { kind: "binary" }>, output: Output): void {
  const own = strengthOf(node);
  const isPower = node.operator === "^";
  const { first, rest } = isPower ? { first: node.left, rest: [node] } : spineOf(node);
  print(first, isPower ? strength.primary : own, output);
  for (const { operator, operatorSpan, right } of rest) {
    output.flush(operatorSpan.from);
    output.write(` ${operator} `);
    print(right, isPower ? strength.signed : own + 1, output);
  }
}

function printCall(node: Extract<Expression, { kind: "call" }>, output: Output): void {
  output.flush(node.nameSpan.from);
  output.write(`${findFunction(node.name)?.name ?? node.name}(`);
  node.arguments.forEach((argument, index) => {
    if (index > 0) output.write(", ");
    print(argument, 0, output);
  });
  output.flush(node.span.to - 1);
  output.write(")");
}

function printRecord(node: Extract<Expression, { kind: "record" }>, output: Output): void {
  output.flush(node.span.from);
  output.write("{");
  node.entries.forEach(({ key, value }, index) => {
    output.write(`${index > 0 ? "," : ""} ${/^[A-Za-z_][A-Za-z0-9_]*$/.test(key) ? key : writeTextLiteral(key)}: `);
    print(value, 0, output);
  });
  output.flush(node.span.to - 1);
  output.write(node.entries.length === 0 ? "}" : " }");
}
