import { type Filled, type Rule, rule } from "../grammar.ts";
import { call, type Node, number, text } from "../node.ts";

/** What stands in the place of what is missing, and conversions. */

const missing = "missing|empty|null|blank|unknown|nulls|no_value";

const counted = "counting|treating|considering|taking|including|with";

export const nullRules: readonly Rule[] = [
  rule(`{a} (,|and) ${counted} (the) ${missing} (values|ones) as|= {b:choice}`, ({ a, b }) => otherwise(a, b), {
    modes: ["row"],
  }),
  rule(
    `{a} (,|-|:) (and|or|else|but) show|use|put|take|write|display|default_to {b:choice} (if|when|where) (it_is|it's) ${missing}`,
    ({ a, b }) => otherwise(a, b),
  ),
  rule(`replace|fill|change|treat (in) (the) ${missing} {a} (values) (with|by|as|to|in_with) {b:choice}`, ({ a, b }) =>
    otherwise(a, b),
  ),
  rule(`replace|fill (in) ${missing} (values) (of|in) {a} (with|by|as|to) {b:choice}`, ({ a, b }) => otherwise(a, b)),
  rule(`treat ${missing} {a} as zero|0`, ({ a }) => (a?.node.type === "number" ? call("Zn", "number", a.node) : null)),
  rule(`{a} , (or) {b:choice} (if|when|where) (it_is|it's) ${missing}`, ({ a, b }) => otherwise(a, b)),
  rule(`{a} or {b:choice} (if|when|where) (it_is|it's|it_has) ${missing}`, ({ a, b }) => otherwise(a, b)),
  rule(`{a} (,) (or) if|when|where (it_is|it's) ${missing} (,) (then) (use|take|show) {b:choice}`, ({ a, b }) =>
    otherwise(a, b),
  ),
  // "rating or 0" says what stands in; which of two columns "sales or cost" means, nobody knows.
  rule("{a} or {b:choice}", ({ a, b }) => (b?.node.formula.includes("[") === false ? otherwise(a, b) : null)),
  rule(`{a} , (or|and|else) {b:choice} (if|when|where) ${missing}`, ({ a, b }) => otherwise(a, b)),
  rule(`{a} with {b:choice} (in_place_of|for|instead_of) (the) ${missing} (values|ones)`, ({ a, b }) =>
    otherwise(a, b),
  ),
  rule(`{a} (,) (if|when|where) (it_is) ${missing} (then|as|=|is|becomes|counts_as|to|:) {b:choice}`, ({ a, b }) =>
    otherwise(a, b),
  ),
  rule(`${missing} {a} (=|is|are|as|becomes|to|counts_as|:) {b:choice}`, ({ a, b }) => otherwise(a, b)),
  rule(`if|when|where {a} is|are ${missing} (,) (then) (use|take|put|show|give) {b:choice}`, ({ a, b }) =>
    otherwise(a, b),
  ),
  rule("{a} (,) (with|and) (a) default (of|value|to|=) {b:choice}", ({ a, b }) => otherwise(a, b)),
  rule("first (known|non_missing|non_null|available) (value) of {a} and|or|, {b}", ({ a, b }) =>
    a && b && a.node.type === b.node.type ? call("Coalesce", a.node.type, a.node, b.node) : null,
  ),
  rule("coalesce {a} and|with|, {b}", ({ a, b }) =>
    a && b && a.node.type === b.node.type ? call("Coalesce", a.node.type, a.node, b.node) : null,
  ),
  rule(`{a} , (or|else) {b} (if|when|where) {c:words} is ${missing}`, ({ a, b }) => otherwise(a, b)),
  rule("null|nothing|empty if|when|where {a} (is|equals) {n:number}", ({ a, n }) =>
    a?.node.type === "number" && n ? call("NullIf", "number", a.node, n.node) : null,
  ),
  rule("turn|change|make {n:number} in|of {a} (in|into|to) null|nothing|missing|empty", ({ a, n }) =>
    a?.node.type === "number" && n ? call("NullIf", "number", a.node, n.node) : null,
  ),
  rule("{a} as (a) text", ({ a }) => (a && a.node.type !== "text" ? call("Text", "text", a.node) : null), {
    modes: ["row"],
  }),
  rule(
    "convert|turn|change {a:row} (in|to|into|as) (a) text|string",
    ({ a }) => (a ? call("Text", "text", a.node) : null),
    { modes: ["row"] },
  ),
  rule(
    "convert|turn|change|read {a:row} (in|to|into|as) (a) number",
    ({ a }) => (a ? call("Number", "number", a.node) : null),
    { modes: ["row"] },
  ),
  rule("{a:row} as (a) number", ({ a }) => (a && a.node.type !== "number" ? call("Number", "number", a.node) : null), {
    modes: ["row"],
  }),
  rule(
    "convert|turn|change|read {a:row} (in|to|into|as) (a) date",
    ({ a }) => (a ? call("Date", "date", a.node) : null),
    { modes: ["row"] },
  ),
  rule("last known {a} (carried_forward|filled_down|so_far)", ({ a }) =>
    a ? call("FillDown", a.node.type, a.node) : null,
  ),
  rule("fill down {a}", ({ a }) => (a ? call("FillDown", a.node.type, a.node) : null)),
];

/** After choices: "5 if …, otherwise 3" is one. */
export const fallbackRules: readonly Rule[] = [
  rule("{a} (,) or|and|but else|otherwise (use|take|show) {b:choice}", ({ a, b }) => unlessIf(a, b)),
  rule("{a} (,) else|otherwise|failing_that (use|take|show) {b:choice}", ({ a, b }) => unlessIf(a, b)),
  rule("{a} falling_back_to|with_a_fallback_to|with_fallback {b:choice}", ({ a, b }) => unlessIf(a, b)),
];

function unlessIf(value: Filled | undefined, other: Filled | undefined): Node | null {
  const isBranch = [value, other].some((one) => one?.tokens.some(({ lower }) => /^(if|when|where)$/.test(lower)));
  return isBranch || value?.node.type === "logical" ? null : otherwise(value, other);
}

function otherwise(value: Filled | undefined, other: Filled | undefined): Node | null {
  if (value === undefined || other === undefined || /^(Coalesce|GrandTotal)\(|^[^[]*$/.test(value.node.formula))
    return null;
  const { node } = value;
  // "returned or profit below 0" is a choice of conditions.
  if (node.type === "logical" && !/^(True|False)$/.test(other.node.formula)) return null;
  if (node.type === "number" && other.number === undefined)
    return other.node.type === "number" ? call("Coalesce", "number", node, other.node) : null;
  if (node.type === "number") return call("Coalesce", "number", node, number(other.number ?? 0));
  const written = other.word ?? (other.number === undefined ? undefined : String(other.number));
  if (node.type === "text" && other.node.type !== "text")
    return written === undefined ? null : call("Coalesce", "text", node, text(written));
  return node.type === other.node.type ? call("Coalesce", node.type, node, other.node) : null;
}
