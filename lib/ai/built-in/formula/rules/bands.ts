import type { Token } from "../../text/tokens.ts";
import { type Filled, type Rule, rule } from "../grammar.ts";
import { call, type Node, text } from "../node.ts";

/** Names for ranges of a number, however they are listed: `cheap below 50, mid up to 200, expensive above`. */
export const bandRules: readonly Rule[] = [
  rule("{a} (band|tier|class|group|bucket|category|level|range) of (the|a|each) {k:words} : {w:words}", ({ a, w }) =>
    banded(a, w),
  ),
  rule(
    "{a} (band|bands|tier|tiers|class|group|bucket|category|level|size|range|label|rating) : {w:words}",
    ({ a, w }) => banded(a, w),
  ),
  rule(
    "bin|bucket|group|classify|band|label|categorize|categorise|split|rate|tier {a} (tier|band) (as|into|in|:) {w:words}",
    ({ a, w }) => banded(a, w),
  ),
  rule("{a} band|bands|tier|tiers|bucket|buckets|class|classes (as|into|with|of) {w:words}", ({ a, w }) =>
    banded(a, w),
  ),
];

type Band = {
  readonly name: string;
  readonly side: "below" | "above" | "none" | "rest";
  readonly limit: number | null;
};
/** `from`: a range says where it begins, which must be where the one before it ends. */
type Bound = Band & { readonly operator: string; readonly from?: number };

function banded(value: Filled | undefined, said: Filled | undefined): Node | null {
  if (value?.node.type !== "number" || said === undefined) return null;
  const bands = partsOf(said.tokens).map(bandOf);
  const bounds = bands.flatMap((band) => (band === null ? [] : [band]));
  if (bounds.length < bands.length || bounds.length < 2) return null;
  const [rest, ...leading] = bounds.toReversed();
  if (rest === undefined) return null;
  const branches = leading.toReversed();
  const sides = new Set(branches.filter(({ side }) => side !== "none").map(({ side }) => side));
  if (sides.size > 1 || branches.some(({ limit }) => limit === null) || !isLeftOver(rest, branches)) return null;
  if (
    !isOrdered(branches) ||
    branches.some(({ from }, index) => from !== undefined && !isNext(from, branches[index - 1]))
  )
    return null;
  const tests = branches.flatMap(({ operator, limit, name }) => [
    `${value.node.formula} ${operator} ${limit}`,
    text(name),
  ]);
  return call("If", "text", ...tests, text(rest.name));
}

/** Cut where one name ends and the next begins. */
function partsOf(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const parts: Token[][] = [[]];
  for (const token of tokens) {
    const last = parts.at(-1) ?? [];
    const isElse = /^(else|otherwise)$/.test(token.lower) && last.some(({ kind }) => kind === "number");
    const isJoint = token.kind !== "quoted" && /^(,|;|\/|and)$/.test(token.lower);
    if ((isJoint || isElse) && last.length > 0) parts.push([]);
    if (!isJoint) parts.at(-1)?.push(token);
  }
  return parts.filter((part) => part.length > 0);
}

const signs: readonly (readonly [words: RegExp, operator: string, side: Band["side"]])[] = [
  [/^(<=|up to|at most|to|until|max|no more than)$/, "<=", "below"],
  [/^(<|below|under|less than|fewer than|lower than|smaller than)$/, "<", "below"],
  [/^(>=|at least|from|or more|no less than|min)$/, ">=", "above"],
  [/^(>|above|over|more than|greater than|higher than|larger than)$/, ">", "above"],
];
const leftOver =
  /^(above|over|above that|else|otherwise|the rest|for the rest|rest|more|beyond|below|under|others|if above|if over|or more|if more|is more)$/;

function bandOf(tokens: readonly Token[]): Bound | null {
  const range = rangeOf(tokens);
  if (range !== null) return range;
  const figure = tokens.find(({ kind }) => kind === "number");
  const words = tokens.filter((token) => token !== figure && !/^(is|are|if|when|as|=|:|for)$/.test(token.lower));
  const names = namesAndSigns(words, figure !== undefined && !isEqual(tokens));
  if (names === null) return null;
  const { name, sign } = names;
  if (figure?.value === undefined) {
    if (/^(none|zero)$/i.test(name) && sign === "") return { name, side: "none", operator: "=", limit: 0 };
    return { name, side: "rest", operator: "", limit: null };
  }
  const limit = figure.isPercent === true ? Number((figure.value / 100).toPrecision(12)) : figure.value;
  if (sign === "") return isEqual(tokens) ? { name, side: "none", operator: "=", limit } : null;
  const found = signs.find(([pattern]) => pattern.test(sign));
  return found === undefined ? null : { name, side: found[2], operator: found[1], limit };
}

/** "none if 0": a number with no sign. */
function isEqual(tokens: readonly Token[]): boolean {
  const figure = tokens.findIndex(({ kind }) => kind === "number");
  return figure > 0 && figure === tokens.length - 1 && /^(if|=|is|when)$/.test(tokens[figure - 1]?.lower ?? "");
}

/** "M 800-1500", after what ends at 800. */
function rangeOf(tokens: readonly Token[]): Bound | null {
  const figures = tokens.filter(({ kind }) => kind === "number");
  const [low, high] = figures.map(({ value, isPercent }) => (isPercent === true ? (value ?? 0) / 100 : value));
  const words = tokens.filter(
    (token) => !figures.includes(token) && !/^(is|if|from|to|-|–|between|=|:)$/.test(token.lower),
  );
  if (figures.length !== 2 || low === undefined || high === undefined || low >= high) return null;
  if (words.length === 0 || words.length > 3 || words.some(({ kind }) => kind !== "word")) return null;
  const name = words.map((token) => token.text).join(" ");
  return { name, side: "below", operator: "<=", limit: high, from: low };
}

/** The name and what is said of the limit, in either order. */
function namesAndSigns(
  tokens: readonly Token[],
  hasFigure: boolean,
): { readonly name: string; readonly sign: string } | null {
  for (let cut = 1; cut <= tokens.length; cut += 1) {
    const [first, second] = [tokens.slice(0, cut), tokens.slice(cut)];
    for (const [name, sign] of [
      [first, second],
      [second, first],
    ] as const) {
      const said = sign.map(({ lower }) => lower).join(" ");
      const isSign = hasFigure ? signs.some(([pattern]) => pattern.test(said)) : said === "" || leftOver.test(said);
      const isName =
        name.length > 0 && name.length <= 3 && name.every(({ kind }) => kind === "word" || kind === "quoted");
      if (isSign && isName) return { name: name.map((token) => token.text).join(" "), sign: said };
    }
  }
  return null;
}

/** The last one takes what the others leave: on their other side, from the last limit on. */
function isLeftOver(rest: Bound, branches: readonly Band[]): boolean {
  if (rest.side === "rest") return true;
  const before = branches.findLast(({ side }) => side !== "none");
  if (before === undefined) return rest.side === "above" && rest.limit === 0;
  return rest.side !== before.side && rest.side !== "none" && rest.limit === before.limit;
}

function isNext(from: number, before: Bound | undefined): boolean {
  return before === undefined ? from === 0 : before.limit === from;
}

/** A limit that is never reached is a mistake of ours or of the request. */
function isOrdered(branches: readonly Band[]): boolean {
  const limits = branches.flatMap(({ limit, side }) => (limit === null || side === "none" ? [] : [limit]));
  const isRising = branches.some(({ side }) => side === "below");
  return limits.every((limit, index) => {
    const next = limits[index + 1];
    return next === undefined || (isRising ? limit < next : limit > next);
  });
}
