import { customShape, findCustom } from "./check/custom.ts";
import type { CustomFunction, FormulaScope } from "./checked.ts";
import type { Span } from "./diagnostic.ts";
import {
  type ArgumentDefinition,
  argumentAt,
  describeSignature,
  type FunctionDefinition,
} from "./functions/definition.ts";
import { findFunction, functionTable } from "./functions/table.ts";
import { writeReferencePath } from "./parse/literals.ts";
import { isSymbol, scanTokens, significant, type Token } from "./parse/tokens.ts";
import type { FormulaType } from "./types.ts";

export type Suggestion = {
  readonly kind: "function" | "custom" | "column" | "value" | "keyword";
  readonly label: string;
  /** What takes the place of `replace`. */
  readonly insert: string;
  /** Where the cursor goes in `insert`; absent: to its end. */
  readonly cursor?: number;
  readonly detail: string;
  readonly description?: string;
};

export type Suggestions = { readonly replace: Span; readonly items: readonly Suggestion[] };

/** What may be written at the cursor, what fits its type first. Works inside a broken formula. */
export function suggest(text: string, position: number, scope: FormulaScope): Suggestions {
  const tokens = significant(scanTokens(text));
  const current = tokens.find(({ kind, from, to }) => kind !== "symbol" && from < position && position <= to);
  const replace = current === undefined ? { from: position, to: position } : { from: current.from, to: current.to };
  const typed = text
    .slice(replace.from, position)
    .replace(/^["'[]/, "")
    .replace(/\s*\/\s*/g, " / ")
    .toLowerCase();
  const wanted = wantedAt(tokens, replace.from, scope.customFunctions);
  const items =
    wanted?.values === undefined ? candidates(current, typed, wanted, scope) : wanted.values.map(valueSuggestion);
  const matching = items.flatMap((item) => {
    const score = scoreOf(item.label, typed);
    return score === null ? [] : [{ item, score }];
  });
  const sorted = matching.toSorted((left, right) => left.score - right.score).map(({ item }) => item);
  return { replace, items: sorted };
}

export type SignatureHelp = {
  readonly name: string;
  readonly signature: string;
  readonly description: string;
  /** The argument that the cursor is in; null: beyond the last. */
  readonly active: ArgumentDefinition | null;
  readonly activeIndex: number;
  /** Where the call's name begins. */
  readonly from: number;
};

/** The call around the cursor. */
export function signatureAt(
  text: string,
  position: number,
  customFunctions: readonly CustomFunction[] = [],
): SignatureHelp | null {
  const call = callAround(significant(scanTokens(text)), position);
  const definition = call === null ? undefined : findCallable(call.name, customFunctions);
  if (call === null || definition === undefined) return null;
  return {
    name: definition.name,
    signature: describeSignature(definition),
    description: definition.description,
    active:
      argumentAt(definition.signature, call.index, Math.max(call.index + 1, definition.signature.required.length)) ??
      null,
    activeIndex: call.index,
    from: call.from,
  };
}

export type Hover = { readonly span: Span; readonly title: string; readonly text: string };

/** What a word of the formula is. */
export function hoverAt(text: string, position: number, scope: FormulaScope): Hover | null {
  const token = significant(scanTokens(text)).find(({ from, to }) => from <= position && position < to);
  if (token === undefined) return null;
  const span = { from: token.from, to: token.to };
  if (token.kind === "word") {
    const definition = findFunction(token.text);
    if (definition !== undefined) {
      return {
        span,
        title: describeSignature(definition),
        text: `${definition.description} Example: ${definition.example}`,
      };
    }
    const custom = findCustom(token.text, scope.customFunctions);
    return custom === undefined
      ? null
      : { span, title: describeSignature(customShape(custom)), text: custom.description };
  }
  if (token.kind !== "reference") return null;
  const written = token.text.slice(1, token.closed ? -1 : undefined).toLowerCase();
  const name = scope.names.find(({ path }) => path.join("/").toLowerCase() === written);
  return name === undefined
    ? null
    : { span, title: `${writeReferencePath(name.path)}: ${name.type}`, text: name.description ?? "" };
}

/** Only what matches is written out: there may be thousands of names, and this is asked at every key. */
function candidates(
  current: Token | undefined,
  typed: string,
  wanted: ArgumentDefinition | null,
  scope: FormulaScope,
): readonly Suggestion[] {
  const columns = scope.names
    .filter(({ path }) => scoreOf(path.join(" / "), typed) !== null)
    .toSorted((left, right) => fitness(left.type, wanted) - fitness(right.type, wanted))
    .map(
      ({ path, type, description }): Suggestion => ({
        kind: "column",
        label: path.join(" / "),
        insert: writeReferencePath(path),
        detail: type,
        ...(description === undefined || description === "" ? {} : { description }),
      }),
    );
  if (current?.kind === "reference") return columns;
  if (current?.kind === "text" || current?.kind === "number") return [];
  const functions = [...functionTable.values()]
    .filter(
      ({ name, isInternal, lowering }) =>
        isInternal !== true &&
        scoreOf(name, typed) !== null &&
        (scope.dialect === undefined || lowering[scope.dialect] !== null),
    )
    .toSorted((left, right) => fitness(resultOf(left), wanted) - fitness(resultOf(right), wanted))
    .map(functionSuggestion);
  const custom = scope.customFunctions
    .filter(({ isHidden }) => isHidden !== true)
    .map(
      (one): Suggestion => ({
        kind: "custom",
        label: one.name,
        ...withBrackets(one.name, one.arguments.length > 0),
        detail: `Custom · ${describeSignature(customShape(one))}`,
        description: one.description,
      }),
    );
  const keywords = ["And", "Or", "Not", "True", "False", "Null"].map(
    (label): Suggestion => ({ kind: "keyword", label, insert: label, detail: "" }),
  );
  return [...columns, ...functions, ...custom, ...keywords];
}

function functionSuggestion(definition: FunctionDefinition): Suggestion {
  const { name, signature, description } = definition;
  const hasArguments =
    signature.required.length + (signature.optional?.length ?? 0) + (signature.repeated?.length ?? 0) > 0;
  return {
    kind: "function",
    label: name,
    ...withBrackets(name, hasArguments),
    detail: describeSignature(definition),
    description,
  };
}

function withBrackets(name: string, hasArguments: boolean) {
  return hasArguments ? { insert: `${name}()`, cursor: name.length + 1 } : { insert: `${name}()` };
}

function valueSuggestion(value: string): Suggestion {
  return { kind: "value", label: value, insert: `"${value}"`, detail: "" };
}

function resultOf({ result }: FunctionDefinition): FormulaType {
  return result === "T" || result === "U" ? "unknown" : result;
}

/** 0: what is wanted, 1: it depends, 2: something else. */
function fitness(type: FormulaType, wanted: ArgumentDefinition | null): number {
  if (wanted === null || type === "unknown" || wanted.type === "any" || wanted.type === "T" || wanted.type === "U")
    return 1;
  const types = typeof wanted.type === "string" ? [wanted.type] : wanted.type;
  return types.some((one) => one === type) ? 0 : 2;
}

/** Better the earlier what was typed is found; null: not at all. */
function scoreOf(label: string, typed: string): number | null {
  const at = label.toLowerCase().indexOf(typed);
  if (at < 0) return null;
  return at === 0 ? 0 : 1;
}

/** A function of the table, else one of the organization's own. */
function findCallable(name: string, customFunctions: readonly CustomFunction[]): FunctionDefinition | undefined {
  const custom = findCustom(name, customFunctions);
  return findFunction(name) ?? (custom === undefined ? undefined : customShape(custom));
}

function wantedAt(
  tokens: readonly Token[],
  position: number,
  customFunctions: readonly CustomFunction[],
): ArgumentDefinition | null {
  const call = callAround(tokens, position);
  const definition = call === null ? undefined : findCallable(call.name, customFunctions);
  if (call === null || definition === undefined) return null;
  const count = Math.max(call.index + 1, definition.signature.required.length);
  return argumentAt(definition.signature, call.index, count) ?? null;
}

/** The innermost call whose brackets are open at a position, and which of its arguments that is. */
function callAround(
  tokens: readonly Token[],
  position: number,
): { readonly name: string; readonly index: number; readonly from: number } | null {
  const open: { name: string; index: number; from: number }[] = [];
  tokens.forEach((token, at) => {
    if (token.to > position || token.kind !== "symbol") return;
    const previous = tokens[at - 1];
    const name = isSymbol(token, "(") && previous?.kind === "word" ? previous.text : "";
    if (["(", "{", "["].some((bracket) => isSymbol(token, bracket)))
      open.push({ name, index: 0, from: previous?.from ?? token.from });
    if (isSymbol(token, ")") || isSymbol(token, "}") || isSymbol(token, "]")) open.pop();
    const last = open.at(-1);
    if ((isSymbol(token, ",") || isSymbol(token, ";")) && last !== undefined) last.index += 1;
  });
  const call = open.at(-1);
  return call === undefined || call.name === "" ? null : call;
}
