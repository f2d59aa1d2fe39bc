import { formulaOfCondition, formulaOfMeasure } from "../draft/formulas.ts";
import { referenceTo } from "../draft/names.ts";
import { type PartsRead, readParts } from "../interpret/interpret.ts";
import { mainDateOf } from "../interpret/read-dates.ts";
import type { KnownColumn } from "../source.ts";
import type { Token } from "../text/tokens.ts";
import { rowReference } from "./column-finder.ts";
import { costOfAsking, type Effort } from "./effort.ts";
import { isTestedTwice } from "./junction.ts";
import { isTested, isTurning, keepsEquality, keepsSense, keepsSides, keepsValues } from "./kept-sense.ts";
import { infix, type Node, strength } from "./node.ts";
import { originalText } from "./phrase.ts";
import type { SentenceScope } from "./sentence.ts";

/** What Ask understands of parts of a sentence. */
export type AskReader = {
  /** Conditions on rows. `isBare`: nothing said that this is one, so it may not name what is measured or grouped. */
  readCondition(from: number, to: number, isBare: boolean): Node | null;
  /** A measure of groups. */
  readMeasure(from: number, to: number): Node | null;
  /** What is measured is part of the condition that was read. */
  keepsMeasures(from: number, to: number, formula: string): boolean;
};

const timeWords = /^(in|on|during|since|before|after|until|this|last|between|from|today|yesterday)$/;

type NameReader = {
  dateAt(from: number, to: number): Node | null;
  columnAt(from: number, to: number): KnownColumn | null;
};

export function createAskReader(
  tokens: readonly Token[],
  scope: SentenceScope,
  effort: Effort,
  { dateAt, columnAt }: NameReader,
): AskReader {
  function readAsAsk(from: number, to: number): PartsRead {
    const words = originalText(tokens, from, to);
    const known = scope.asked.get(words);
    if (known !== undefined) return known;
    effort.spend(costOfAsking);
    const read = readParts(words, scope.source, scope.found);
    scope.asked.set(words, read);
    return read;
  }

  function readCondition(from: number, to: number, isBare: boolean): Node | null {
    if (tokens.slice(from, to).some(isTurning)) return null;
    const { parts, unknown } = readAsAsk(from, to);
    if (unknown.length > 0 || parts.conditions.length === 0 || parts.having.length > 0) return null;
    const named = parts.targets.measures.length + parts.keys.length;
    if (isBare && (named > 0 || parts.conditions.some(({ kind }) => kind === "dates"))) return null;
    if (parts.conditions.filter(({ kind }) => kind === "dates").length > 1) return null;
    const nodes = parts.conditions.map((one) => conditionNode(formulaOfCondition(one)));
    if (isTestedTwice(nodes) || !parts.targets.measures.every((one) => isTested(one.column, nodes))) return null;
    if (nodes.length > 1 && nodes.some(isOfSeveral)) return null;
    const whole = nodes.reduce((left, right) => infix("And", left, right));
    const { formula } = whole;
    const said = tokens.slice(from, to);
    return keepsSense(said, formula) &&
      keepsSides(said, formula) &&
      keepsEquality(said, formula, scope.source, isBare) &&
      (!isBare || keepsMeasures(from, to, formula)) &&
      keepsDates(from, to, formula) &&
      keepsFlags(from, to, formula) &&
      keepsValues(said, formula, scope.source, scope.found)
      ? whole
      : null;
  }

  /** "phone sales" are sales, and no rows. */
  function keepsMeasures(from: number, to: number, formula: string): boolean {
    return tokens.slice(from, to).every((_one, index) => {
      const column = columnAt(from + index, from + index + 1);
      return column?.role !== "measure" || formula.includes(referenceTo(column));
    });
  }

  /** "returned last month" is of no order that was not returned. */
  function keepsFlags(from: number, to: number, formula: string): boolean {
    return tokens.slice(from, to).every(({ lower }, index) => {
      const column = columnAt(from + index, from + index + 1);
      if (column?.role !== "logical") return true;
      // "returned in 2025" is of a day that no order has.
      const isWhen = /ed$/.test(lower) && timeWords.test(tokens[from + index + 1]?.lower ?? "");
      return formula.includes(referenceTo(column)) && !(isWhen && /Date/.test(formula));
    });
  }

  /** "shipped in 2025" is of no other date than the one it names. */
  function keepsDates(from: number, to: number, formula: string): boolean {
    const main = rowReference(mainDateOf(scope.source));
    return tokens.slice(from, to).every(({ lower }, index) => {
      const start = lower === "since" && index > 0 ? from + index - 1 : from + index;
      if (!/(ed|ing|since)$/.test(lower)) return true;
      const named = dateAt(start, from + index + 1);
      const isSaid = named === null || formula.includes(named.formula);
      return isSaid || (!formula.includes("Date(") && named.formula === main?.formula);
    });
  }

  function readMeasure(from: number, to: number): Node | null {
    if (tokens.slice(from, to).some(isTurning)) return null;
    const { parts, unknown } = readAsAsk(from, to);
    const [measure, second] = parts.targets.measures;
    const isPlain = parts.keys.length === 0 && parts.having.length === 0 && parts.superlative === null;
    if (measure === undefined || second !== undefined || unknown.length > 0 || !isPlain) return null;
    if (measure.aggregate === "growth" || measure.aggregate === "cumulative" || measure.aggregate === "share")
      return null;
    const conditions = parts.conditions.map(formulaOfCondition);
    if (conditions.length > 0) return null;
    const formula = formulaOfMeasure(measure);
    if ([...scope.aggregated].some((name) => formula.includes(`(${name})`))) return null;
    if (!keepsSense(tokens.slice(from, to), formula)) return null;
    return { formula, type: "number", strength: / [-+*/] /.test(formula) ? strength.sum : strength.atom };
  }

  return { readCondition, readMeasure, keepsMeasures };
}

/** What else is said may go with one of the alternatives only. */
function isOfSeveral({ formula, strength: own }: Node): boolean {
  return own === strength.or && new Set(formula.match(/\[[^\]]*\]/g)).size > 1;
}

/** A condition of Ask as a node; several joined ones are held together. */
function conditionNode(formula: string): Node {
  const own = / Or /.test(formula) ? strength.or : / And /.test(formula) ? strength.and : strength.comparison;
  return { formula, type: "logical", strength: own };
}
