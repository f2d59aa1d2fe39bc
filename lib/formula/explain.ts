import { spineOf } from "./check/chains.ts";
import type { Span } from "./diagnostic.ts";
import { type NoteScope, notesOf } from "./explain/notes.ts";
import { special } from "./explain/special.ts";
import { phraseOf } from "./explain/template.ts";
import { templates } from "./explain/templates.ts";
import { clause, loose, type Operands, type Phrase, tight, type Words } from "./explain/words.ts";
import { findFunction } from "./functions/table.ts";
import { writeReferencePath, writeTextLiteral } from "./parse/literals.ts";
import { parseFormula } from "./parse.ts";
import type { BinaryOperator, Expression } from "./syntax.ts";

/** A statement about a part of the formula; depth 0 is the whole. */
export type Sentence = { readonly text: string; readonly span: Span; readonly depth: number };
export type Explanation = { readonly summary: string; readonly sentences: readonly Sentence[] };
export type ExplainScope = NoteScope;

/** Says in sentences what a formula does. They follow from its syntax tree alone, so they hold for every formula that can be read. */
export function explainFormula(text: string, scope: ExplainScope): Explanation {
  const { expression } = parseFormula(text);
  const parts: Part[] = [];
  const whole = wordsOf(expression, { parts });
  const summary = sentence(numbered(whole.kind.endsWith("clause") ? whetherOf(whole) : whole.text, parts).text);
  return {
    summary,
    sentences: [
      { text: `${levelWords(scope)}${summary}`, span: expression.span, depth: 0 },
      ...partSentences(whole.text, parts, 1, { count: 0 }),
      ...notesOf(expression, scope).map((note) => ({ ...note, depth: 1 })),
    ],
  };
}

function levelWords({ level }: ExplainScope): string {
  if (level === null) return "";
  if (level.kind === "row") return "For each row: ";
  if (level.kind === "summary") return "One value for the whole table: ";
  return `For each ${level.keys.map((key) => `[${key}]`).join(" and ")}: `;
}

/** What is too long to stand inside others, and is told in a sentence of its own. */
type Part = { readonly words: Words; readonly span: Span; number: number };
type Writing = { readonly parts: Part[] };

/** Longer operands become parts. */
const longestOperand = 140;
const placeholder = /\uE000(\d+)\uE001/g;

function wordsOf(node: Expression, writing: Writing): Words {
  switch (node.kind) {
    case "number":
      return tight(node.text);
    case "text":
      return tight(withoutMarks(writeTextLiteral(node.value)));
    case "logical":
      return tight(node.value ? "True" : "False");
    case "null":
      return tight("Null");
    case "reference":
      return tight(withoutMarks(writeReferencePath(node.path)));
    case "call":
      return callWords(node, writing);
    case "unary":
      return node.operator === "-"
        ? loose(`minus ${nounOf(node.operand, writing)}`)
        : { text: `it is not true that ${clauseOf(node.operand, writing)}`, kind: "loose clause" };
    case "binary":
      return chainWords(node, writing);
    case "field":
      return tight(`the field ${writeTextLiteral(node.name)} of ${nounOf(node.object, writing)}`);
    case "index":
      return loose(`item ${nounOf(node.index, writing)} of ${nounOf(node.object, writing)}, counted from 0`);
    case "record": {
      const entries = node.entries.map(({ key, value }) => `${key}: ${nounOf(value, writing)}`);
      return tight(`the record { ${entries.join(", ")} }`);
    }
    case "missing":
      return tight("(nothing yet)");
  }
}

/** Texts of the formula are no part of ours. */
function withoutMarks(text: string): string {
  return text.replaceAll(/[\uE000\uE001]/g, "");
}

/** As a thing inside other words. */
function nounOf(node: Expression, writing: Writing): string {
  const words = wordsOf(node, writing);
  if (words.kind === "tight") return shortened(words, words.text, node, writing);
  return shortened(words, `(${words.kind === "loose" ? words.text : whetherOf(words)})`, node, writing);
}

/** As something that holds or does not. */
function clauseOf(node: Expression, writing: Writing): string {
  const words = wordsOf(node, writing);
  if (words.kind === "clause") return shortened(words, words.text, node, writing);
  if (words.kind === "loose clause") return shortened(words, `(${words.text})`, node, writing);
  const text = words.kind === "tight" ? words.text : `(${words.text})`;
  return shortened(words, `${text} is true`, node, writing);
}

function whetherOf({ text }: Words): string {
  return `whether ${text}`;
}

function shortened(words: Words, text: string, node: Expression, { parts }: Writing): string {
  if (text.length <= longestOperand) return text;
  const index = parts.push({ words, span: node.span, number: 0 }) - 1;
  return words.kind.endsWith("clause") ? `\uE000${index}\uE001 holds` : `\uE000${index}\uE001`;
}

const joints: Readonly<Record<BinaryOperator, string>> = {
  Or: "or",
  And: "and",
  "=": "equals",
  "!=": "differs from",
  "<": "is less than",
  "<=": "is at most",
  ">": "is more than",
  ">=": "is at least",
  "&": "followed by",
  "+": "plus",
  "-": "minus",
  "*": "times",
  "/": "divided by",
  "%": "modulo",
  "^": "to the power of",
};

const comparisons: ReadonlySet<BinaryOperator> = new Set(["=", "!=", "<", "<=", ">", ">="]);
/** More links of a chain are not read out. */
const mostLinks = 40;

function chainWords(node: Extract<Expression, { kind: "binary" }>, writing: Writing): Words {
  const { operator } = node;
  if (operator === "^" || comparisons.has(operator)) {
    const text = `${nounOf(node.left, writing)} ${joints[operator]} ${nounOf(node.right, writing)}`;
    return operator === "^" ? loose(text) : clause(text);
  }
  const { first, rest } = spineOf(node);
  const isLogical = operator === "And" || operator === "Or";
  const read = isLogical ? clauseOf : nounOf;
  const links = rest.slice(0, mostLinks).map((link) => `${joints[link.operator]} ${read(link.right, writing)}`);
  const left = rest.length - links.length;
  const more = left > 0 ? ` … and ${left} more of the same kind` : "";
  const text = `${read(first, writing)} ${links.join(" ")}${more}`;
  return isLogical ? { text, kind: "loose clause" } : loose(text);
}

const phrases: ReadonlyMap<string, Phrase> = new Map([
  ...Object.entries(templates).map(([name, template]): [string, Phrase] => [name, phraseOf(template)]),
  ...Object.entries(special),
]);

function callWords(node: Extract<Expression, { kind: "call" }>, writing: Writing): Words {
  const operands = operandsOf(node, writing);
  const phrase = phrases.get(findFunction(node.name)?.name ?? "");
  if (phrase !== undefined) return phrase(operands);
  const given = node.arguments.map((argument) => nounOf(argument, writing));
  return loose(`${node.name} of ${given.length === 0 ? "nothing" : given.join(", ")}`);
}

function operandsOf({ arguments: nodes }: Extract<Expression, { kind: "call" }>, writing: Writing): Operands {
  const missing: Expression = { kind: "missing", span: { from: 0, to: 0 } };
  return {
    count: nodes.length,
    noun: (index) => nounOf(nodes[index] ?? missing, writing),
    clause: (index) => clauseOf(nodes[index] ?? missing, writing),
    word: (index) => {
      const node = nodes[index];
      return node?.kind === "text" ? node.value.toLowerCase() : null;
    },
    number: (index) => literalNumber(nodes[index]),
    node: (index) => nodes[index],
  };
}

function literalNumber(node: Expression | undefined): number | null {
  if (node?.kind === "number") return Number(node.text);
  if (node?.kind === "unary" && node.operator === "-" && node.operand.kind === "number")
    return -Number(node.operand.text);
  return null;
}

/** Gives the parts that a text names their numbers, in the order in which they are read. */
function numbered(text: string, parts: readonly Part[], counter = { count: 0 }): { readonly text: string } {
  return {
    text: text.replaceAll(placeholder, (_all, index: string) => {
      const part = parts[Number(index)];
      if (part === undefined) return "";
      if (part.number === 0) {
        counter.count += 1;
        part.number = counter.count;
      }
      return `part ${part.number}`;
    }),
  };
}

function partSentences(
  text: string,
  parts: readonly Part[],
  depth: number,
  counter: { count: number },
): readonly Sentence[] {
  const named = [...text.matchAll(placeholder)].flatMap(([, index]) => parts[Number(index)] ?? []);
  counter.count = Math.max(counter.count, ...named.map(({ number }) => number), 0);
  return named.flatMap((part) => {
    const own = numbered(part.words.text, parts, counter).text;
    const said = {
      text: `Part ${part.number} is ${part.words.kind.endsWith("clause") ? `that ${own}` : own}.`,
      span: part.span,
      depth,
    };
    return [said, ...partSentences(part.words.text, parts, depth + 1, counter)];
  });
}

function sentence(text: string): string {
  const first = text.slice(0, 1).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(first) ? first : `${first}.`;
}
