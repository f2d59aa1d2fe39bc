import type { Token } from "../text/tokens.ts";
import type { Node } from "./node.ts";
import type { When } from "./when.ts";

/** How rows are read where a phrase stands: one by one, or the groups of a level. */
export type Mode = "row" | "group";

/**
 * What a slot of a rule takes. `value`: in the mode of the place. `row`: of one row, also inside aggregates. `cond` and `rowCond`
 * likewise. `choice`: a value or a word that stands for itself. `date` and `text`: of one row, also by what is only half its name ("shipped"). `trait`:
 * the number that an adjective means ("expensive"). The others are single things that are written out: a number, a text, a unit of time, a list of names with conditions. `which`: what tells some
 * rows from others before a noun ("phone", "returned", "weekend"). `when`: words of time, of the date that rows go by.
 */
export type SlotKind = (typeof slotKinds)[number];

const slotKinds = [
  "value",
  "row",
  "cond",
  "rowCond",
  "choice",
  "column",
  "date",
  "text",
  "trait",
  "number",
  "literal",
  "unit",
  "when",
  "which",
  "rows",
  "words",
] as const;

export type Filled = {
  readonly node: Node;
  readonly tokens: readonly Token[];
  /** Of `number`. */
  readonly number?: number;
  /** Of `literal`, `unit`, `words`. */
  readonly word?: string;
  /** Of `when`: the same of another date. */
  readonly when?: When;
};

export type Slots = Readonly<Record<string, Filled>>;

export type Rule = {
  readonly elements: readonly Element[];
  readonly modes: readonly Mode[];
  /** One of these words is in it, whatever fills the slots; none: any may be. */
  readonly needs: readonly string[];
  readonly result: "value" | "cond";
  readonly build: (slots: Slots, grammar: Grammar) => Node | null;
};

type Element =
  | { readonly kind: "word"; readonly words: readonly (readonly string[])[]; readonly isOptional: boolean }
  | { readonly kind: "slot"; readonly name: string; readonly slot: SlotKind };

/** What rules may ask of the sentence that is read. */
export type Grammar = {
  readonly mode: Mode;
  fill(slot: SlotKind, from: number, to: number): Filled | null;
  /** A phrase of its own that rules make: an implied column. */
  readonly context: GrammarContext;
};

/** What is known beside the sentence. Kept by `lib/ai/built-in/formula/sentence.ts`. */
export type GrammarContext = {
  /** The column of time by which the groups of the level go, with its period; null: none does. */
  readonly timeKey: { readonly reference: string; readonly period: string } | null;
  /** Whether any level of the worksheet goes by a period of time. */
  readonly isOverTime: boolean;
  /** Whether another grouping stands around the level. */
  readonly hasOuter: boolean;
  /** Names of the keys of the groupings around the level, in small letters, outermost first. */
  readonly outerKeys: readonly string[];
  /** Rows are chosen here, so what is measured only names them: "weekend sales". */
  readonly isFilter: boolean;
  readonly weekStart: "sunday" | "monday";
  /** The range of a column's values, where it is known. */
  rangeOf(formula: string): { readonly min: number; readonly max: number } | null;
  /** The whole part as a group: `Sum([Sales])` for `[Sales]`. */
  total(node: Node): Node;
  /** The words name what a row is. */
  isRow(tokens: readonly Token[]): boolean;
  /** Something that adds up: no code, no number of a row. */
  isMeasure(node: Node): boolean;
  readonly today: string;
  /** The day on which a customer joined; null: nobody says. */
  readonly joined: Node | null;
  /** The date that rows go by. */
  readonly mainDate: Node | null;
  /** What is below zero where money is lost; null: there is none, or several. */
  readonly profit: Node | null;
};

type RuleOptions = {
  readonly modes?: readonly Mode[];
  readonly result?: Rule["result"];
  readonly needs?: Rule["needs"];
};

/**
 * A rule from its pattern: words stand for themselves, `a|b` for one of several (`_` for a space inside), `(word)` may be left out,
 * `{name:kind}` is a slot; its kind is `value` when nothing is said.
 */
export function rule(
  pattern: string,
  build: Rule["build"],
  { modes = ["row", "group"], result = "value", needs = [] }: RuleOptions = {},
): Rule {
  return { elements: pattern.split(" ").map(elementOf), modes, needs, result, build };
}

function elementOf(piece: string): Element {
  const slot = /^\{(\w+)(?::(\w+))?\}$/.exec(piece);
  if (slot !== null) {
    const kind = slotKinds.find((one) => one === (slot[2] ?? "value"));
    if (slot[1] === undefined || kind === undefined) throw new Error(`No such slot: ${piece}`);
    return { kind: "slot", name: slot[1], slot: kind };
  }
  const optional = /^\((.*)\)$/.exec(piece);
  const words = (optional?.[1] ?? piece).split("|").map((word) => word.split("_"));
  return { kind: "word", words, isOptional: optional !== null };
}

/** The first way in which a rule fits the tokens from `from` to `to`. */
export function matchRule(
  { elements, build }: Rule,
  tokens: readonly Token[],
  from: number,
  to: number,
  grammar: Grammar,
): Node | null {
  const match = (element: number, position: number, slots: Slots): Node | null => {
    const next = elements[element];
    if (next === undefined) return position === to ? build(slots, grammar) : null;
    if (next.kind === "word") {
      for (const words of next.words) {
        if (words.length > to - position) continue;
        if (!words.every((word, offset) => tokens[position + offset]?.lower === word)) continue;
        const found = match(element + 1, position + words.length, slots);
        if (found !== null) return found;
      }
      return next.isOptional ? match(element + 1, position, slots) : null;
    }
    const isLast = elements.slice(element + 1).every((one) => one.kind === "word" && one.isOptional);
    const ends = isLast && elements.length === element + 1 ? [to] : endsOf(position, to);
    for (const end of ends) {
      if (!mayFollow(elements[element + 1], tokens, end, to)) continue;
      const filled = grammar.fill(next.slot, position, end);
      if (filled === null) continue;
      const found = match(element + 1, end, { ...slots, [next.name]: filled });
      if (found !== null) return found;
    }
    return null;
  };
  return match(0, from, {});
}

function endsOf(position: number, to: number): readonly number[] {
  return Array.from({ length: Math.max(0, to - position) }, (_, index) => position + index + 1);
}

/** Cheap look ahead: the word that must come next is there. */
function mayFollow(next: Element | undefined, tokens: readonly Token[], end: number, to: number): boolean {
  if (next === undefined) return end === to;
  if (next.kind !== "word" || next.isOptional) return true;
  return end < to && next.words.some(([first]) => tokens[end]?.lower === first);
}

/** Words that a rule cannot do without; a sentence that lacks them is passed over. */
export function neededWords({ elements, needs }: Rule): readonly (readonly string[])[] {
  const written = elements.flatMap((element) =>
    element.kind === "word" && !element.isOptional ? [element.words.map(([first]) => first ?? "")] : [],
  );
  return needs.length === 0 ? written : [...written, needs];
}

/** No fewer tokens can fit a rule. */
export function leastTokens({ elements }: Rule): number {
  return elements.filter((element) => element.kind === "slot" || !element.isOptional).length;
}
