import type { SyntaxNode } from "@lezer/common";
import type { Diagnostic, Fix } from "../diagnostic.ts";
import { argumentAt } from "../functions/definition.ts";
import { findFunction } from "../functions/table.ts";
import type { BinaryOperator, Expression } from "../syntax.ts";
import { readReferencePath, readTextLiteral } from "./literals.ts";

export type Converted = { readonly expression: Expression; readonly diagnostics: readonly Diagnostic[] };

/** Turns the grammar's tree into our syntax. Gaps that recovery left become `missing`. */
export function convertTree(top: SyntaxNode, text: string): Converted {
  const diagnostics: Diagnostic[] = [];
  const convert = createConverter(text, (diagnostic) => diagnostics.push(diagnostic));
  const child = valuesOf(top)[0];
  const expression = child === undefined ? missingAt(top.from, top.to) : convert(child);
  return { expression, diagnostics };
}

type Convert = (node: SyntaxNode) => Expression;
type NodeConverter = (
  node: SyntaxNode,
  text: string,
  convert: Convert,
  report: (found: Diagnostic) => void,
) => Expression;

const converters: Readonly<Record<string, NodeConverter>> = {
  Number: (node, text) => ({ kind: "number", text: text.slice(node.from, node.to), span: spanOf(node) }),
  Text: convertText,
  SingleQuoted: convertText,
  UnclosedText: convertText,
  UnclosedSingleQuoted: convertText,
  Reference: convertReference,
  UnclosedReference: convertReference,
  Logical: (node, text) => ({ kind: "logical", value: /^t/i.test(text.slice(node.from, node.to)), span: spanOf(node) }),
  NullLiteral: (node) => ({ kind: "null", span: spanOf(node) }),
  BareName: convertBareName,
  Call: convertCall,
  OperatorCall: convertOperatorCall,
  Parenthesized: (node, _text, convert) => operand(valuesOf(node)[0], node.from + 1, convert),
  Record: convertRecord,
  Negation: (node, _text, convert) => convertPrefix(node, "Not", convert),
  Minus: convertMinus,
  Power: convertChain,
  Product: convertChain,
  Sum: convertChain,
  Concatenation: convertChain,
  Comparison: convertChain,
  Conjunction: convertChain,
  Disjunction: convertChain,
  Field: convertField,
  Index: convertIndex,
};

function createConverter(text: string, report: (found: Diagnostic) => void): Convert {
  const convert: Convert = (node) =>
    converters[node.name]?.(node, text, convert, report) ?? missingAt(node.from, node.to);
  return convert;
}

function spanOf(node: SyntaxNode) {
  return { from: node.from, to: node.to };
}

function missingAt(from: number, to = from): Expression {
  return { kind: "missing", span: { from, to } };
}

function operand(node: SyntaxNode | undefined, at: number, convert: Convert): Expression {
  return node === undefined ? missingAt(at) : convert(node);
}

function childrenOf(node: SyntaxNode): readonly SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) children.push(child);
  return children;
}

/** The children that are expressions. */
function valuesOf(node: SyntaxNode): readonly SyntaxNode[] {
  return childrenOf(node).filter((child) => child.name in converters);
}

function convertText(node: SyntaxNode, text: string): Expression {
  return { kind: "text", value: readTextLiteral(text.slice(node.from, node.to)), span: spanOf(node) };
}

function convertReference(node: SyntaxNode, text: string): Expression {
  return { kind: "reference", path: readReferencePath(text.slice(node.from, node.to)), span: spanOf(node) };
}

function convertBareName(
  node: SyntaxNode,
  text: string,
  _convert: Convert,
  report: (found: Diagnostic) => void,
): Expression {
  const name = text.slice(node.from, node.firstChild?.to ?? node.to);
  const span = { from: node.from, to: node.from + name.length };
  const word = wordOfArgument(node, name, text);
  const shown = name.length > 100 ? `${name.slice(0, 100)}…` : name;
  const [title, insert] = word === null ? [`Use the column [${shown}]`, `[${name}]`] : [`Use "${word}"`, `"${word}"`];
  report({
    code: "bare_name",
    severity: "error",
    message: `Unknown name "${shown}". A column is written [${shown}], a text "${shown}".`,
    span,
    fix: { title, edits: [{ span, insert }] },
  });
  return word === null ? { kind: "reference", path: [name], span } : { kind: "text", value: word, span };
}

/** `DateAdd(day, 1, …)` as SQL writes it: a word of those that the argument may be. */
function wordOfArgument(node: SyntaxNode, name: string, text: string): string | null {
  const list = node.parent;
  const call = list?.name === "ArgumentList" ? list.parent : null;
  const written = call?.getChild("FunctionName") ?? null;
  const definition = written === null ? undefined : findFunction(text.slice(written.from, written.to));
  if (list == null || definition === undefined) return null;
  const index = valuesOf(list).findIndex((value) => value.from === node.from);
  const count = Math.max(index + 1, definition.signature.required.length);
  const word = name.toLowerCase();
  return argumentAt(definition.signature, index, count)?.values?.includes(word) === true ? word : null;
}

function convertCall(node: SyntaxNode, text: string, convert: Convert): Expression {
  // Recovery may have put more words into the name: its last one is meant.
  const name = node.getChild("FunctionName")?.lastChild ?? null;
  const nameSpan = name === null ? { from: node.from, to: node.from } : spanOf(name);
  return {
    kind: "call",
    name: text.slice(nameSpan.from, nameSpan.to),
    nameSpan,
    arguments: convertArguments(node, convert),
    span: spanOf(node),
  };
}

/** A separator without a value before or after it leaves a `missing` argument, so that positions stay right. */
function convertArguments(node: SyntaxNode, convert: Convert): readonly Expression[] {
  const list = node.getChild("ArgumentList");
  if (list === null) return [];
  const converted: Expression[] = [];
  let waiting = false;
  for (const child of childrenOf(list)) {
    if (child.name === "," || child.name === "Semicolon") {
      if (waiting || converted.length === 0) converted.push(missingAt(child.from));
      waiting = true;
    } else if (child.name in converters) {
      converted.push(convert(child));
      waiting = false;
    }
  }
  return waiting ? [...converted, missingAt(list.lastChild?.from ?? list.to)] : converted;
}

/** `And(a, b)` as spreadsheets write it: read as `a And b`, with a fix. */
function convertOperatorCall(
  node: SyntaxNode,
  text: string,
  convert: Convert,
  report: (found: Diagnostic) => void,
): Expression {
  const operator: BinaryOperator = node.getChild("And") !== null ? "And" : "Or";
  const operands = convertArguments(node, convert);
  const fix = operands.length === 0 ? null : infixFix(node, text, operator);
  report({
    code: "operator_as_function",
    severity: "error",
    message: `${operator} is an operator: write a ${operator} b.`,
    span: spanOf(node),
    ...(fix === null ? {} : { fix }),
  });
  const [first = missingAt(node.from), ...rest] = operands;
  return rest.reduce<Expression>(
    (left, right) => ({ kind: "binary", operator, operatorSpan: spanOf(node), left, right, span: spanOf(node) }),
    first,
  );
}

/** `((a) And (b))`: brackets and separators change, what stands between them does not. */
function infixFix(node: SyntaxNode, text: string, operator: BinaryOperator): Fix | null {
  const list = node.getChild("ArgumentList");
  const [open, close] = [list?.firstChild, list?.lastChild];
  if (list === null || open == null || close == null || close.name !== ")") return null;
  const between = childrenOf(list).filter(({ name }) => name === "," || name === "Semicolon");
  return {
    title: `Write it with ${operator}`,
    edits: [
      { span: { from: node.from, to: open.to }, insert: "((" },
      ...between.map(({ from, to }) => ({
        span: { from, to: text.startsWith(" ", to) ? to + 1 : to },
        insert: `) ${operator} (`,
      })),
      { span: spanOf(close), insert: "))" },
    ],
  };
}

function convertRecord(node: SyntaxNode, text: string, convert: Convert): Expression {
  const entries = node.getChildren("Entry").map((entry) => {
    const key = entry.getChild("Key");
    const source = key === null ? "" : text.slice(key.from, key.to);
    return {
      key: source.startsWith('"') ? readTextLiteral(source) : source,
      value: operand(valuesOf(entry)[0], entry.to, convert),
    };
  });
  return { kind: "record", entries, span: spanOf(node) };
}

function convertPrefix(node: SyntaxNode, operator: "Not" | "-", convert: Convert): Expression {
  return { kind: "unary", operator, operand: operand(valuesOf(node)[0], node.to, convert), span: spanOf(node) };
}

/** A plus sign before a value says nothing and is dropped. */
function convertMinus(node: SyntaxNode, text: string, convert: Convert): Expression {
  if (text[node.from] === "+") return operand(valuesOf(node)[0], node.to, convert);
  return convertPrefix(node, "-", convert);
}

const operatorNodes: ReadonlySet<string> = new Set([
  "Or",
  "And",
  "CompareOperator",
  "ConcatOperator",
  "PlusOperator",
  "TimesOperator",
  "PowerOperator",
]);
const spelledOperators: Readonly<Record<string, BinaryOperator>> = {
  or: "Or",
  and: "And",
  "=": "=",
  "==": "=",
  "!=": "!=",
  "<>": "!=",
  "<": "<",
  "<=": "<=",
  ">": ">",
  ">=": ">=",
  "&": "&",
  "+": "+",
  "-": "-",
  "*": "*",
  "/": "/",
  "%": "%",
  "^": "^",
};

/** `a + b - c`: a flat row in the tree, nested to the left in our syntax. `^` has two operands only. */
function convertChain(node: SyntaxNode, text: string, convert: Convert): Expression {
  let left: Expression | null = null;
  let pending: SyntaxNode | null = null;
  const combine = (right: Expression, to: number): Expression => {
    if (left === null || pending === null) return left ?? right;
    const operator = spelledOperators[text.slice(pending.from, pending.to).toLowerCase()] ?? "+";
    const span = { from: node.from, to: Math.max(to, pending.to) };
    return { kind: "binary", operator, operatorSpan: spanOf(pending), left, right, span };
  };
  for (const child of childrenOf(node)) {
    if (operatorNodes.has(child.name)) {
      if (left === null) left = missingAt(child.from);
      if (pending !== null) left = combine(missingAt(child.from), child.from);
      pending = child;
    } else if (child.name in converters) {
      left = combine(convert(child), child.to);
      pending = null;
    }
  }
  return pending === null ? (left ?? missingAt(node.from)) : combine(missingAt(node.to), node.to);
}

function convertField(node: SyntaxNode, text: string, convert: Convert): Expression {
  const name = node.getChild("FieldName");
  const object = operand(valuesOf(node)[0], node.from, convert);
  return { kind: "field", object, name: name === null ? "" : text.slice(name.from, name.to), span: spanOf(node) };
}

/** `[A] [B]` reads as an index of A by the bare name B: what is missing is the operator. */
function convertIndex(
  node: SyntaxNode,
  text: string,
  convert: Convert,
  report: (found: Diagnostic) => void,
): Expression {
  const [object, index] = valuesOf(node);
  if (index?.name === "BareName") {
    const from = node.getChild("[")?.from ?? index.from;
    report({
      code: "missing_operator",
      severity: "error",
      message: `There is no operator before "${text.slice(from, node.to)}".`,
      span: { from, to: node.to },
    });
    return operand(object, node.from, convert);
  }
  return {
    kind: "index",
    object: operand(object, node.from, convert),
    index: operand(index, node.to, convert),
    span: spanOf(node),
  };
}
