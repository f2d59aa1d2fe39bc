import { referenceTo } from "../draft/names.ts";
import { implicitAggregate } from "../interpret/flows.ts";
import type { PartsRead } from "../interpret/interpret.ts";
import { mainDateOf } from "../interpret/read-dates.ts";
import type { FoundValue } from "../mentions/find-values.ts";
import type { KnownColumn, KnownSource } from "../source.ts";
import type { Token } from "../text/tokens.ts";
import { createAskReader } from "./ask-reader.ts";
import { createColumnFinder, rangeOf, rowReference, totalOf } from "./column-finder.ts";
import { createEffort } from "./effort.ts";
import {
  type Filled,
  type Grammar,
  type GrammarContext,
  leastTokens,
  type Mode,
  matchRule,
  neededWords,
  type Rule,
  type SlotKind,
} from "./grammar.ts";
import { isOfValues } from "./junction.ts";
import { keepsEquality } from "./kept-sense.ts";
import { dateAt, numberAt, signs, unitAt } from "./literals.ts";
import { atom, call, type Node, text } from "./node.ts";
import { textOf, trim } from "./phrase.ts";
import { rules } from "./rules.ts";
import { findJoinedDate, findProfit, findTrait, findTypedColumn } from "./typed-column.ts";
import { whenAt } from "./when.ts";

export type SentenceScope = {
  readonly source: KnownSource;
  readonly found: readonly FoundValue[];
  /** Columns of the worksheet that stand at the level itself or around it: they are read as they are. */
  readonly readable: ReadonlySet<string>;
  /** Those that hold aggregates: no row has a value of its own for them. */
  readonly aggregated: ReadonlySet<string>;
  /** The words as they were written, to which tokens count. */
  readonly request: string;
  readonly context: Omit<
    GrammarContext,
    "rangeOf" | "total" | "today" | "isMeasure" | "isRow" | "joined" | "mainDate" | "profit"
  >;
  /** What Ask makes of parts of the request: the same on every level. */
  readonly asked: Map<string, PartsRead>;
  /** A column of another source, fetched by keys; null: there is none. */
  fetch(words: readonly Token[], mode: Mode): Node | null;
};

export type Reader = {
  read(mode: Mode, result: "value" | "cond"): Node | null;
  /** The words of the longest part that is a value. */
  findLongest(mode: Mode): string | null;
};

/** Reads a description as a formula: a grammar of phrases over the names of columns, values and numbers. */
export function readSentence(tokens: readonly Token[], scope: SentenceScope): Reader {
  const effort = createEffort();
  const { candidatesAt, columnAt, isNamed } = createColumnFinder(tokens, scope.source, scope.aggregated);
  const memory = new Map<string, Filled | null>();
  const words = new Set(tokens.map(({ lower }) => lower));
  const usable = rules
    .filter((rule) => neededWords(rule).every((some) => some.some((word) => words.has(word))))
    .map((rule) => ({
      rule,
      needed: neededWords(rule).map((some) => countsOf(tokens, some)),
      least: leastTokens(rule),
    }));
  const open = new Set<string>();
  const asked = createAskReader(tokens, scope, effort, {
    dateAt: (from, to) => typed("date", from, to),
    columnAt,
  });

  const mainDate = rowReference(mainDateOf(scope.source));

  const grammarOf = (mode: Mode): Grammar => ({
    mode,
    fill: (slot, from, to) => fill(slot, mode, from, to),
    context: {
      ...scope.context,
      rangeOf: (formula) => rangeOf(formula, scope.source),
      total: (node) => totalOf(node, scope.source),
      isRow: (said) => said.every(({ lemma }) => scope.source.entity.includes(lemma) || rowWords.has(lemma)),
      isMeasure: ({ formula }) =>
        !scope.source.columns.some((one) => one.role === "identifier" && referenceTo(one) === formula),
      today: scope.source.described.asOf,
      joined: rowReference(findJoinedDate(scope.source)),
      mainDate,
      profit: rowReference(findProfit(scope.source)),
    },
  });

  function fill(slot: SlotKind, mode: Mode, from: number, to: number): Filled | null {
    const key = `${slot} ${mode} ${from} ${to}`;
    const known = memory.get(key);
    if (known !== undefined) return known;
    // A phrase is no part of itself.
    if (open.has(key)) return null;
    open.add(key);
    const found = from < to ? slots[slot](mode, from, to) : null;
    open.delete(key);
    memory.set(key, found);
    return found;
  }

  const asNode = (node: Node | null, from: number, to: number): Filled | null =>
    node === null ? null : { node, tokens: tokens.slice(from, to) };

  const slots: Readonly<Record<SlotKind, (mode: Mode, from: number, to: number) => Filled | null>> = {
    value: (mode, from, to) => asNode(value(mode, from, to), from, to),
    row: (_mode, from, to) => asNode(value("row", from, to), from, to),
    cond: (mode, from, to) => asNode(condition(mode, from, to), from, to),
    rowCond: (_mode, from, to) => asNode(condition("row", from, to), from, to),
    choice: (mode, from, to) => choice(mode, from, to),
    column: (_mode, from, to) => asNode(rowReference(columnAt(from, to)), from, to),
    date: (_mode, from, to) => asNode(typed("date", from, to), from, to),
    text: (_mode, from, to) => asNode(typed("text", from, to), from, to),
    trait: (mode, from, to) =>
      to - from === 1 && mode === "row"
        ? asNode(rowReference(findTrait(tokens[from]?.lower ?? "", scope.source)), from, to)
        : null,
    number: (_mode, from, to) => numberAt(tokens, from, to),
    literal: (_mode, from, to) => literalAt(from, to),
    when: (_mode, from, to) => phraseOfTime(from, to),
    which: (_mode, from, to) => whichRows(from, to),
    unit: (_mode, from, to) => unitAt(tokens, from, to),
    rows: (_mode, from, to) => asNode(counted(from, to), from, to),
    words: (_mode, from, to) => ({
      node: text(textOf(tokens.slice(from, to))),
      tokens: tokens.slice(from, to),
      word: scope.request.slice(tokens[from]?.from, tokens[to - 1]?.to),
    }),
  };

  function value(mode: Mode, from: number, to: number): Node | null {
    const [start, end] = trim(tokens, from, to);
    if (start >= end) return null;
    const time = mode === "row" ? fill("when", mode, start, end) : null;
    if (time?.when?.isRelative === true && !isDay(tokens[start])) return time.node;
    if (start !== from || end !== to)
      return wholeColumn(mode, from, to) ?? fill("value", mode, start, end)?.node ?? null;
    return (
      wholeColumn(mode, from, to) ??
      byRules("value", mode, from, to) ??
      numberAt(tokens, from, to)?.node ??
      dateAt(tokens, from, to, scope.source.described.asOf) ??
      (mode === "group" ? asked.readMeasure(from, to) : null) ??
      leaf(mode, from, to) ??
      condition(mode, from, to, true)
    );
  }

  /** What a branch gives: a number, a value of the columns, or the words themselves. */
  function choice(mode: Mode, from: number, to: number): Filled | null {
    const plain = numberAt(tokens, from, to) ?? (tokens[from]?.kind === "quoted" ? literalAt(from, to) : null);
    if (plain !== null) return plain;
    const word = to - from === 1 ? tokens[from]?.lower : undefined;
    if (word === "true" || word === "false")
      return asNode(atom(word === "true" ? "True" : "False", "logical"), from, to);
    if (word === "null") return null;
    const named = wholeColumn(mode, from, to) ?? (to - from > 1 ? value(mode, from, to) : null);
    return asNode(named, from, to) ?? literalAt(from, to);
  }

  /** A name that is said in full is that column, whatever words it is made of. */
  function wholeColumn(mode: Mode, from: number, to: number): Node | null {
    const best = candidatesAt(mode, from, to)[0];
    return best !== undefined && best.coverage >= 0.95 && best.quality >= 0.95 ? reference(best.column, mode) : null;
  }

  function leaf(mode: Mode, from: number, to: number): Node | null {
    const column = columnAt(from, to, mode);
    if (column !== null) return reference(column, mode);
    const token = tokens[from];
    if (to - from === 1 && token?.kind === "quoted") return text(quotedText(token));
    return scope.fetch(tokens.slice(from, to), mode);
  }

  function typed(type: "date" | "text", from: number, to: number): Node | null {
    const whole = fill("row", "row", from, to)?.node ?? null;
    if (whole?.type === type) return whole;
    const [start, end] = trim(tokens, from, to);
    const column = findTypedColumn(type, tokens.slice(start, end), candidatesAt("row", start, end), scope.source);
    return rowReference(column);
  }

  /** With the spaces at its ends. */
  function quotedText(token: Token): string {
    return scope.request.slice(token.from + 1, token.to - 1);
  }

  function reference(column: KnownColumn, mode: Mode): Node | null {
    if (mode === "row") return scope.aggregated.has(referenceTo(column)) ? null : rowReference(column);
    const formula = referenceTo(column);
    if (column.role === "metric" || scope.readable.has(formula)) return atom(formula, column.type);
    if (column.role === "logical") return call("CountIf", "number", formula);
    if (column.role !== "measure") return null;
    return call(implicitAggregate(column) === "sum" ? "Sum" : "Avg", "number", formula);
  }

  function byRules(result: Rule["result"], mode: Mode, from: number, to: number): Node | null {
    const grammar = grammarOf(mode);
    for (const { rule, needed, least } of usable) {
      if (rule.result !== result || least > to - from || !rule.modes.includes(mode)) continue;
      if (!needed.every((counts) => (counts[to] ?? 0) > (counts[from] ?? 0))) continue;
      effort.spend(1);
      const node = matchRule(rule, tokens, from, to, grammar);
      if (node !== null) return node;
    }
    return null;
  }

  function phraseOfTime(from: number, to: number): Filled | null {
    // "this weekend" is one weekend.
    if (singles.test(tokens[from - 1]?.lower ?? "")) return null;
    const when = mainDate?.type === "date" ? whenAt(tokens.slice(from, to), scope.source.described.asOf) : null;
    const node = mainDate === null ? null : (when?.of(mainDate) ?? null);
    return when === null || node === null ? null : { node, tokens: tokens.slice(from, to), when };
  }

  /** Values of a column, a flag, or days of the week. */
  function whichRows(from: number, to: number): Filled | null {
    if (relating.test(tokens[from]?.lower ?? "")) return null;
    const time = phraseOfTime(from, to);
    if (time !== null) return time.when?.kind === "days" ? time : null;
    const [start, end] = trim(tokens, from, to);
    if (start !== from || end !== to) return null;
    const flag = rowReference(columnAt(from, to));
    if (flag?.type === "logical") return asNode(flag, from, to);
    const found = asked.readCondition(from, to, true);
    return found !== null && isOfValues(found) ? asNode(found, from, to) : null;
  }

  /** `isBare`: nothing said that this is a condition, so it may not name what is measured or grouped. */
  function condition(mode: Mode, from: number, to: number, isBare = false): Node | null {
    const [start, end] = trim(tokens, from, to);
    if (start >= end) return null;
    // "this" says something before a period.
    const time = mode === "row" ? fill("when", mode, from, to) : null;
    if (time !== null) return time.node;
    if (start !== from || end !== to) return fill("cond", mode, start, end)?.node ?? null;
    const column = columnAt(from, to);
    if (mode === "row" && column?.role === "logical") return rowReference(column);
    const ruled = byRules("cond", mode, from, to);
    if (ruled !== null && isKept(from, to, ruled, isBare)) return ruled;
    return mode === "row" ? asked.readCondition(from, to, isBare) : null;
  }

  function isKept(from: number, to: number, { formula }: Node, isBare: boolean): boolean {
    if (isBare && !asked.keepsMeasures(from, to, formula)) return false;
    return keepsEquality(tokens.slice(from, to), formula, scope.source, isBare);
  }

  /** "orders", "customers": what is counted. */
  function counted(from: number, to: number): Node | null {
    const [start, end] = trim(tokens, from, to);
    const said = tokens.slice(start, end).map(({ lemma }) => lemma);
    const { entity } = scope.source;
    const isRows =
      said.every((word) => entity.includes(word) || rowWords.has(word)) &&
      (said.at(-1) === entity.at(-1) || rowWords.has(said.at(-1) ?? ""));
    const [only, second] = said;
    if (second === undefined && plainRows.has(only ?? "")) return call("Count", "number");
    const identifier = scope.source.columns.find((column) => column.role === "identifier" && names(column, said));
    if (identifier !== undefined) return call("CountDistinct", "number", referenceTo(identifier));
    if (isRows) return call("Count", "number");
    const column = columnAt(from, to);
    return column === null || (column.role !== "category" && column.role !== "identifier")
      ? null
      : call("CountDistinct", "number", referenceTo(column));
  }

  function literalAt(from: number, to: number): Filled | null {
    const said = tokens.slice(from, to);
    const [first] = said;
    if (first === undefined) return null;
    if (first.kind === "quoted" && said.length === 1)
      return { node: text(quotedText(first)), tokens: said, word: quotedText(first) };
    const figure = numberAt(tokens, from, to);
    if (figure !== null) return figure;
    const named = signs.get(said.map(({ lower }) => lower).join(" "));
    if (named !== undefined) return { node: text(named), tokens: said, word: named };
    if (said.length > 3 || said.some(({ kind }) => kind !== "word")) return null;
    if (columnAt(from, to)?.role === "logical") return null;
    if (said.length > 1 && said.some((_one, index) => isNamed(from + index))) return null;
    const word = said.map((token) => token.text).join(" ");
    return { node: text(word), tokens: said, word };
  }

  return {
    read: (mode, result) => fill(result, mode, 0, tokens.length)?.node ?? null,
    findLongest: (mode) => {
      for (let length = tokens.length - 1; length > 0; length -= 1) {
        for (let from = 0; from + length <= tokens.length; from += 1) {
          const part = fill("value", mode, from, from + length);
          if (part !== null && /\[/.test(part.node.formula)) {
            const [start, end] = trim(tokens, from, from + length);
            return textOf(tokens.slice(start, end));
          }
        }
      }
      return null;
    },
  };
}

const relating = /^(of|in|for|from|on|at|by|with|to|where|when|that|which)$/;
const singles = /^(this|that|last|next|previous|prior|past|coming|current|same|other|first|second|third|fourth|fifth)$/;

/** Days are values as well. */
function isDay(token: Token | undefined): boolean {
  return /^(today|yesterday|tomorrow)$/.test(token?.lower ?? "");
}

/** At each position how many of the words came before it. */
function countsOf(tokens: readonly Token[], words: readonly string[]): readonly number[] {
  const counts = [0];
  for (const { lower } of tokens) counts.push((counts.at(-1) ?? 0) + (words.includes(lower) ? 1 : 0));
  return counts;
}

/** No number of a line makes these anything but rows. */
const plainRows: ReadonlySet<string> = new Set(["row", "record", "line", "entry"]);
const rowWords: ReadonlySet<string> = new Set(["row", "record", "entry", "line", "item"]);

function names({ names: lists }: KnownColumn, said: readonly string[]): boolean {
  return lists.some((words) => {
    const content = words.map(({ lemma }) => lemma).filter((lemma) => !/^(id|number|key|code|no)$/.test(lemma));
    return content.length > 0 && content.length === said.length && content.every((lemma) => said.includes(lemma));
  });
}
