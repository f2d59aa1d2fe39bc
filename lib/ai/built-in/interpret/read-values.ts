import type { TextOperator } from "../lexicon/operators.ts";
import type { MentionOf, ValueCandidate } from "../mentions/mention.ts";
import type { KnownColumn } from "../source.ts";
import { isNegated } from "./negation.ts";
import type { Condition, Placed } from "./reading.ts";
import {
  at,
  bestColumn,
  bestWhere,
  fillerAt,
  findAll,
  isComma,
  isFree,
  isMarker,
  skip,
  take,
  type Workings,
} from "./workings.ts";

/** Takes text patterns, values and quotations, with the columns beside them. */
export function readValueConditions(workings: Workings): readonly Placed[] {
  const patterns = findAll(workings, "textOperator").flatMap(([index, { operator }]) =>
    readPattern(workings, index, operator),
  );
  const values = [
    ...findAll(workings, "value").map(([index, mention]) => ({ index, mention })),
    ...findAll(workings, "quoted").map(([index, mention]) => ({ index, mention })),
  ].toSorted((a, b) => a.index - b.index);
  const equal = values.flatMap(({ index, mention }) =>
    !isFree(workings, index)
      ? []
      : mention.kind === "value"
        ? readValue(workings, index, mention)
        : readQuotation(workings, index, mention.text),
  );
  return [...patterns, ...equal];
}

/** "contains the word Scanner", "starting with 'A'" after a column, else of the rows' name. */
function readPattern(workings: Workings, index: number, operator: TextOperator): Placed[] {
  const next = skip(workings, index, 1, ["marker"]);
  const mention = workings.mentions[next];
  if (mention === undefined || !isFree(workings, next)) return [];
  const isText =
    mention.kind === "quoted" || mention.kind === "value" || mention.kind === "unknown" || mention.kind === "filler";
  if (!isText) return [];
  const text = mention.kind === "unknown" || mention.kind === "filler" ? mention.word : mention.text;
  if (mention.kind === "unknown" && operator === "contains" && fillerAt(workings, index) === "like") return [];
  const before = skip(workings, index, -1, ["marker", "entity"]);
  const named = at(workings, before, "column");
  const column =
    (named === null ? null : bestWhere(named.candidates, ({ type }) => type === "text")) ?? workings.source.display;
  if (column === null) return [];
  const exclude = isNegated(workings, index);
  take(workings, index, next, ...(named === null ? [] : [before]));
  const first: Placed = { condition: { kind: "text", column, operator, text: stripWildcards(text), exclude }, index };
  return [first, ...readMorePatterns(workings, next, first)];
}

/** … or "Universal" */
function readMorePatterns(workings: Workings, after: number, first: Placed): Placed[] {
  const joint = skip(workings, after, 1);
  if (!isMarker(workings.mentions[joint], "or", "and")) return [];
  const next = skip(workings, joint, 1, ["textOperator"]);
  const mention = at(workings, next, "quoted") ?? at(workings, next, "value");
  if (mention === null || first.condition.kind !== "text") return [];
  take(workings, next);
  return [{ condition: { ...first.condition, text: mention.text }, index: next }];
}

function stripWildcards(text: string): string {
  return text.replace(/^%|%$/g, "");
}

function readValue(workings: Workings, index: number, mention: MentionOf<"value">): Placed[] {
  const beside = columnsBeside(workings, index);
  const hasExact = mention.candidates.some(({ exact }) => exact);
  const named = beside.flatMap(({ index: at, columns }) => {
    const match = mention.candidates.find(({ column, exact }) => columns.includes(column) && exact === hasExact);
    return match === undefined ? [] : [{ at, match }];
  })[0];
  const match = named?.match ?? byPreposition(workings, index, mention.candidates) ?? mention.candidates[0];
  if (match === undefined) return [];
  const direct = directColumn(workings, index);
  if (named === undefined && direct !== null && !match.exact) return readAsText(workings, index, direct, mention.text);
  const exclude = isNegated(workings, index);
  take(workings, index, ...(named === undefined ? [] : [named.at]));
  return [{ condition: { kind: "values", column: match.column, values: match.values, exclude }, index }];
}

function readAsText(
  workings: Workings,
  index: number,
  direct: { index: number; column: KnownColumn },
  text: string,
): Placed[] {
  const exclude = isNegated(workings, index);
  take(workings, index, direct.index);
  const { column } = direct;
  return [{ condition: { kind: "text", column, operator: "contains", text, exclude }, index }];
}

/** A quotation that is no known value still is one where a column stands before it. */
function readQuotation(workings: Workings, index: number, text: string): Placed[] {
  const beside = columnsBeside(workings, index);
  const column =
    beside.flatMap(({ columns }) => columns.filter(({ type }) => type === "text"))[0] ?? workings.source.display;
  if (column === null || column === undefined) return [];
  const exclude = isNegated(workings, index);
  const used = beside.find(({ columns }) => columns.includes(column));
  take(workings, index, ...(used === undefined ? [] : [used.index]));
  return [{ condition: { kind: "text", column, operator: "equals", text, exclude }, index }];
}

type Beside = { readonly index: number; readonly columns: readonly KnownColumn[] };

/** Columns before the value ("college UCLA", "whose party is Labour", also across other values) and right after it ("Los Angeles county"). */
function columnsBeside(workings: Workings, index: number): readonly Beside[] {
  const after = skip(workings, index, 1);
  const before = columnBefore(workings, index);
  return [before, after].flatMap((position) => {
    const mention = workings.mentions[position];
    if (mention?.kind !== "column") return [];
    return [{ index: position, columns: mention.candidates.map(({ column }) => column) }];
  });
}

function columnBefore(workings: Workings, index: number): number {
  let position = index;
  for (let steps = 0; steps < 8; steps += 1) {
    position = skip(workings, position, -1);
    const mention = workings.mentions[position];
    if (mention === undefined) return -1;
    if (mention.kind === "column") return position;
    const isPassed =
      mention.kind === "value" ||
      mention.kind === "quoted" ||
      mention.kind === "comparison" ||
      mention.kind === "symbol" ||
      mention.kind === "entity" ||
      isMarker(mention, "not", "or", "and", "all", "by");
    if (!isPassed) return -1;
  }
  return -1;
}

function directColumn(workings: Workings, index: number): { index: number; column: KnownColumn } | null {
  const before = skip(workings, index, -1);
  const mention = at(workings, before, "column");
  const column = mention === null ? null : bestWhere(mention.candidates, ({ type }) => type === "text");
  return column === null ? null : { index: before, column };
}

/** "from" is an origin and "to" a destination when both hold the value. */
function byPreposition(
  workings: Workings,
  index: number,
  candidates: readonly ValueCandidate[],
): ValueCandidate | undefined {
  if (candidates.length < 2) return undefined;
  const word = fillerAt(workings, index - 1) ?? "";
  const wanted = prepositions[word];
  if (wanted === undefined) return undefined;
  return candidates.find(({ column, exact }) => exact && wanted.test(column.name));
}

const prepositions: Readonly<Record<string, RegExp>> = {
  from: /origin|source|start|from|depart|home/i,
  to: /dest|target|end|to$|arriv/i,
  by: /by|author|writer|director|maker|producer/i,
};

/** Values of one column become one list; conditions on different columns with an "or" between them become alternatives. */
export function joinAlternatives(workings: Workings, placed: readonly Placed[]): readonly Condition[] {
  const groups: { conditions: Condition[]; last: number }[] = [];
  for (const { condition, index } of placed.toSorted((a, b) => a.index - b.index)) {
    const group = groups.at(-1);
    if (group !== undefined && isAlternative(workings, group.last, index, group.conditions.at(-1), condition)) {
      group.conditions.push(condition);
      group.last = index;
    } else {
      groups.push({ conditions: [condition], last: index });
    }
  }
  return groups.map(({ conditions }) => mergeGroup(conditions));
}

function isAlternative(
  workings: Workings,
  from: number,
  to: number,
  before: Condition | undefined,
  condition: Condition,
): boolean {
  const between = workings.mentions.slice(from + 1, to);
  const hasOr = between.some((mention) => isMarker(mention, "or"));
  if (hasOr) return true;
  const hasJoint = between.some((mention) => isMarker(mention, "and", "versus", "compare") || isComma(mention));
  return hasJoint && before?.kind === "values" && condition.kind === "values" && before.column === condition.column;
}

function mergeGroup(conditions: readonly Condition[]): Condition {
  const [first] = conditions;
  if (first === undefined || conditions.length === 1) return first ?? { kind: "any", conditions };
  if (first.kind === "values" && conditions.every((one) => one.kind === "values" && one.column === first.column)) {
    const values = conditions.flatMap((one) => (one.kind === "values" ? one.values : []));
    return { ...first, values: [...new Set(values)] };
  }
  return { kind: "any", conditions };
}

/** "without a rating", "whose email is missing". */
export function readMissing(workings: Workings): readonly Condition[] {
  return findAll(workings, "marker").flatMap(([index, { marker }]) => {
    if (marker !== "missing" && marker !== "present") return [];
    const after = skip(workings, index, 1);
    const before = skip(workings, index, -1);
    const position = at(workings, after, "column") === null ? before : after;
    const mention = at(workings, position, "column");
    const column = mention === null ? null : bestColumn(mention.candidates);
    if (column === null) return [];
    const exclude = marker === "present" || isNegated(workings, index);
    take(workings, index, position);
    return [{ kind: "missing", column, exclude }];
  });
}

/** Columns of which two values stand with "and" or "versus" between them, not "or". */
export function findCompared(workings: Workings, placed: readonly Placed[]): ReadonlySet<KnownColumn> {
  const pairs = placed.flatMap((one, position) => {
    const next = placed[position + 1];
    return next === undefined ? [] : [{ one, next }];
  });
  return new Set(
    pairs.flatMap(({ one, next }) => {
      const between = workings.mentions.slice(one.index + 1, next.index);
      const isJoined = between.some((mention) => isMarker(mention, "and", "versus", "compare"));
      const isSame =
        one.condition.kind === "values" &&
        next.condition.kind === "values" &&
        one.condition.column === next.condition.column;
      const isOr = between.some((mention) => isMarker(mention, "or"));
      return isJoined && isSame && !isOr && one.condition.kind === "values" ? [one.condition.column] : [];
    }),
  );
}
