import { type Filled, type Rule, rule } from "../grammar.ts";
import { call, infix, type Node, number, text } from "../node.ts";

/** Cleaning, cutting and joining of texts. */

const row = { modes: ["row"] } as const;

function ofText(filled: Filled | undefined, build: (value: Node) => Node): Node | null {
  return filled?.node.type === "text" ? build(filled.node) : null;
}

const forms: readonly (readonly [words: string, name: string])[] = [
  ["upper_case|uppercase|upper|capitals|capital_letters|all_caps", "Upper"],
  ["lower_case|lowercase|lower|small_letters", "Lower"],
  ["proper_case|propercase|title_case|titlecase|initial_capitals|capitalized|capitalised", "Proper"],
];

const formRules: readonly Rule[] = forms.flatMap(([words, name]) => [
  rule(`${words} (,|and|+) (of) {t:text}`, ({ t }) => ofText(t, (value) => call(name, "text", value)), row),
  rule(`{t:text} : (to|in|as) ${words}`, ({ t }) => ofText(t, (value) => call(name, "text", value)), row),
  rule(
    `{t:text} (,|and|+|then|in|to|into|as|all) ${words}`,
    ({ t }) => ofText(t, (value) => call(name, "text", value)),
    row,
  ),
  rule(
    `convert|turn|change|make|put|write {t:text} (in|to|into|as) ${words}`,
    ({ t }) => ofText(t, (value) => call(name, "text", value)),
    row,
  ),
]);

const trims: readonly Rule[] = [
  rule("capitalize|capitalise {t:text}", ({ t }) => ofText(t, (value) => call("Proper", "text", value)), row),
  rule(
    "trim|strip|clean|tidy (up) (the) (spaces|whitespace|blanks) (of|from|around|in) {t:text}",
    ({ t }) => ofText(t, (value) => call("Trim", "text", value)),
    row,
  ),
  rule(
    "trim|strip|clean (up) {t:text} (of) (spaces|whitespace)",
    ({ t }) => ofText(t, (value) => call("Trim", "text", value)),
    row,
  ),
  rule(
    "remove (leading|trailing|extra|surrounding) (and) (leading|trailing) spaces|whitespace|blanks from|around|of {t:text}",
    ({ t }) => ofText(t, (value) => call("Trim", "text", value)),
    row,
  ),
  rule("trimmed {t:text}", ({ t }) => ofText(t, (value) => call("Trim", "text", value)), row),
  rule("{t:text} (,|and|+|:) (then) trim|trimmed|strip|stripped (of) (spaces)", ({ t }) => ofText(t, trimmed), row),
  rule(
    "{t:text} (,|and|+|but|with) no|without (any|extra) spaces|blanks|whitespace",
    ({ t }) => ofText(t, (value) => call("Replace", "text", value, text(" "), text(""))),
    row,
  ),
  rule("trim (and) {t}", ({ t }) => ofText(t, (value) => call("Trim", "text", value)), row),
];

/** Once is enough. */
function trimmed(value: Node): Node {
  return value.formula.startsWith("Trim(") ? value : call("Trim", "text", value);
}

const letters = "letters|letter|characters|character|chars|digits|signs";

const cuts: readonly Rule[] = [
  rule(
    `first|left|leftmost {n:number} ${letters} (of|from) {t:text}`,
    ({ n, t }) => ofText(t, (value) => call("Left", "text", value, n?.node ?? number(1))),
    row,
  ),
  rule(
    `last|right|rightmost {n:number} ${letters} (of|from) {t:text}`,
    ({ n, t }) => ofText(t, (value) => call("Right", "text", value, n?.node ?? number(1))),
    row,
  ),
  rule(
    "first (letter|character) (of) {t:text}",
    ({ t }) => ofText(t, (value) => call("Left", "text", value, number(1))),
    row,
  ),
  rule("initials (of|from) {t:text}", ({ t }) => ofText(t, initials), row),
  rule("{t:text} initials", ({ t }) => ofText(t, initials), row),
  rule("third word (of|in|from) {t:text}", ({ t }) => part(t, " ", 3), row),
  rule("username|user_name|local_part|mailbox (part) (of|from|in) {t:text}", ({ t }) => part(t, "@", 1), row),
  rule("initial (of) {t:text}", ({ t }) => ofText(t, (value) => call("Left", "text", value, number(1))), row),
  rule(
    `{t:text} without (its|the) first {n:number} ${letters}`,
    ({ n, t }) => ofText(t, (value) => call("Right", "text", value, number(-(n?.number ?? 1)))),
    row,
  ),
  rule(
    `{t:text} without (its|the) last {n:number} ${letters}`,
    ({ n, t }) => ofText(t, (value) => call("Left", "text", value, number(-(n?.number ?? 1)))),
    row,
  ),
  rule("first word (of|in|from) {t:text}", ({ t }) => part(t, " ", 1), row),
  rule("last word (of|in|from) {t:text}", ({ t }) => part(t, " ", -1), row),
  rule("second word (of|in|from) {t:text}", ({ t }) => part(t, " ", 2), row),
  rule("first_name|given_name|forename (of|from|in) {t:text}", ({ t }) => part(t, " ", 1), row),
  rule("last_name|surname|family_name (of|from|in) {t:text}", ({ t }) => part(t, " ", -1), row),
  rule("{t:text} domain", ({ t }) => part(t, "@", 2), row),
  rule("domain|host (part|name) (of|from|in) (the) {t:text}", ({ t }) => part(t, "@", 2), row),
  rule(
    "part|text|everything|what (of|in|is|stands) (the) {t:text} before (the) (first) {q:literal}",
    ({ t, q }) => part(t, q?.word, 1),
    row,
  ),
  rule(
    "part|text|everything|what (of|in|is|stands) (the) {t:text} after (the) (last) {q:literal}",
    ({ t, q }) => part(t, q?.word, -1),
    row,
  ),
  rule(
    "part|text|everything|what before (the) (first) {q:literal} (in|of|from) {t:text}",
    ({ t, q }) => part(t, q?.word, 1),
    row,
  ),
  rule(
    "part|text|everything|what after (the) (last) {q:literal} (in|of|from) {t:text}",
    ({ t, q }) => part(t, q?.word, -1),
    row,
  ),
  rule(
    "split {t:text} (at|on|by) {q:literal} (and) (take|keep|get|give) (the) first (part|piece|item|word)",
    ({ t, q }) => part(t, q?.word, 1),
    row,
  ),
  rule(
    "split {t:text} (at|on|by) {q:literal} (and) (take|keep|get|give) (the) second (part|piece|item|word)",
    ({ t, q }) => part(t, q?.word, 2),
    row,
  ),
  rule(
    "split {t:text} (at|on|by) {q:literal} (and) (take|keep|get|give) (the) third (part|piece|item|word)",
    ({ t, q }) => part(t, q?.word, 3),
    row,
  ),
  rule(
    "split {t:text} (at|on|by) {q:literal} (and) (take|keep|get|give) (the) last (part|piece|item|word)",
    ({ t, q }) => part(t, q?.word, -1),
    row,
  ),
  rule(
    "length (of|in) {t:text} (in) (letters|characters)",
    ({ t }) => ofText(t, (value) => call("Len", "number", value)),
    row,
  ),
  rule(
    `number|count of ${letters} (in|of) {t:text}`,
    ({ t }) => ofText(t, (value) => call("Len", "number", value)),
    row,
  ),
  rule("length of {t:text}", ({ t }) => ofText(t, (value) => call("Len", "number", value)), row),
  rule("reverse|reversed {t:text}", ({ t }) => ofText(t, (value) => call("Reverse", "text", value)), row),
  rule(
    "position of {q:literal} in {t:text}",
    ({ t, q }) => ofText(t, (value) => call("Find", "number", value, text(q?.word ?? ""))),
    row,
  ),
  rule(
    "(keep) only (the) digits|numbers (of|in|from) {t:text}",
    ({ t }) => ofText(t, (value) => call("RegexpReplace", "text", value, text("[^0-9]"), text(""))),
    row,
  ),
];

/** Of the first word and the last. */
function initials(node: Node): Node {
  const letter = (position: number) =>
    call("Left", "text", call("SplitPart", "text", node, text(" "), number(position)), number(1));
  return infix("&", letter(1), letter(-1));
}

function part(value: Filled | undefined, delimiter: string | undefined, position: number): Node | null {
  return delimiter === undefined || delimiter === ""
    ? null
    : ofText(value, (node) => call("SplitPart", "text", node, text(delimiter), number(position)));
}

const replacements: readonly Rule[] = [
  rule(
    "replace|change|substitute (every|all|each) {q:literal} (with|by|to|into) {r:literal} in {t:text}",
    ({ q, r, t }) => replaced(t, q, r),
    row,
  ),
  rule(
    "in {t:text} (,) replace|change (every|all|each) {q:literal} (with|by|to|into) {r:literal}",
    ({ q, r, t }) => replaced(t, q, r),
    row,
  ),
  rule("{t:text} with {q:literal} replaced by|with {r:literal}", ({ q, r, t }) => replaced(t, q, r), row),
  rule(
    "remove|delete|drop|strip (every|all|each|the) {q:literal} from|in {t:text}",
    ({ q, t }) => ofText(t, (value) => call("Replace", "text", value, text(q?.word ?? " "), text(""))),
    row,
  ),
  rule(
    "{t:text} without (its|the) {q:literal}",
    ({ q, t }) =>
      q?.number === undefined
        ? ofText(t, (value) => call("Replace", "text", value, text(q?.word ?? " "), text("")))
        : null,
    row,
  ),
];

function replaced(value: Filled | undefined, from: Filled | undefined, to: Filled | undefined): Node | null {
  const [sought, put] = [from?.word, to?.word];
  return sought === undefined || put === undefined || sought === ""
    ? null
    : ofText(value, (node) => call("Replace", "text", node, text(sought), text(put)));
}

const verbs = "concatenate|concat|join|combine|merge|glue";
const separated = "separated_by|with|using|by|joined_by|divided_by|,";

const joins: readonly Rule[] = [
  rule(
    `(${verbs}) {a:row} , {b:row} (,) and|with {c:row} ${separated} (a|an) {q:literal} (between|in_between|as_separator) (them)`,
    ({ a, b, c, q }) => joined([a, b, c], q?.word),
    row,
  ),
  rule(
    `(${verbs}) {a:row} and|with {b:row} ${separated} (a|an) {q:literal} (between|in_between|as_separator) (them)`,
    ({ a, b, q }) => joined([a, b], q?.word),
    row,
  ),
  rule(`${verbs} {a:row} , {b:row} (,) and|with {c:row}`, ({ a, b, c }) => joined([a, b, c], ""), row),
  rule(`${verbs} {a:row} and|with|to {b:row}`, ({ a, b }) => joined([a, b], ""), row),
  rule("{a:row} followed_by {b:row}", ({ a, b }) => joined([a, b], ""), row),
  rule(
    "{a:row} , {q:literal} and {b:row}",
    ({ a, q, b }) => (q?.tokens[0]?.kind === "quoted" ? joined([a, b], q.word) : null),
    row,
  ),
];

function joined(parts: readonly (Filled | undefined)[], separator: string | undefined): Node | null {
  const nodes = parts.flatMap((one) => (one === undefined ? [] : [asText(one.node)]));
  if (separator === undefined || nodes.length < parts.length) return null;
  const pieces = nodes.flatMap((node, index) => (index === 0 || separator === "" ? [node] : [text(separator), node]));
  return pieces.reduce((left, right) => infix("&", left, right));
}

function asText(node: Node): Node {
  return node.type === "text" ? node : call("Text", "text", node);
}

const patterns: readonly Rule[] = [
  rule(
    "pad {t:text} (on|to) (the) left (with|by) {q:literal} to {n:number} (letters|characters|digits)",
    ({ t, q, n }) =>
      ofText(t && { ...t, node: asText(t.node) }, (value) =>
        call("LPad", "text", value, n?.node ?? number(1), text(String(q?.word ?? q?.number ?? " "))),
      ),
    row,
  ),
];

export const textRules: readonly Rule[] = [...trims, ...formRules, ...replacements, ...cuts, ...joins, ...patterns];
