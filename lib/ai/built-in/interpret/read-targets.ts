import type { Aggregate } from "../lexicon/operators.ts";
import type { MentionOf } from "../mentions/mention.ts";
import type { KnownColumn } from "../source.ts";
import { countOfFlag, countRows, repeatedKey } from "./count-rows.ts";
import { isFlow, worthOf } from "./flows.ts";
import type { Measure } from "./reading.ts";
import {
  at,
  bestColumn,
  bestWhere,
  findAll,
  isComma,
  isFree,
  isMarker,
  isNumeric,
  isQuantity,
  skip,
  take,
  textAt,
  type Workings,
} from "./workings.ts";

/** What is asked for: measures, columns, or only the rows themselves. */
export type Targets = {
  readonly measures: readonly Measure[];
  readonly columns: readonly KnownColumn[];
  readonly isDistinct: boolean;
  readonly hasEntity: boolean;
  /** "the schools and their locations": the rows' name is asked for too. */
  readonly isEntityListed: boolean;
  /** Aggregates that found no column: "average" in "average wingspan". */
  readonly dangling: readonly Aggregate[];
};

type Draft = {
  readonly measures: Measure[];
  readonly columns: KnownColumn[];
  isDistinct: boolean;
  hasEntity: boolean;
  isEntityListed: boolean;
  /** Columns of keys that were named only by the thing that they identify. */
  readonly things: KnownColumn[];
  /** Aggregates that wait for their column. */
  pending: Aggregate[];
};

/** Takes what the earlier rules left: aggregates with their columns, and the columns to list. */
export function readTargets(workings: Workings): Targets {
  const draft: Draft = {
    measures: [],
    columns: [],
    isDistinct: false,
    hasEntity: false,
    isEntityListed: false,
    things: [],
    pending: [],
  };
  for (let index = 0; index < workings.mentions.length; index += 1) {
    if (isFree(workings, index)) readTarget(workings, index, draft);
  }
  if (draft.pending.includes("count") && draft.measures.length === 0)
    draft.measures.push({ aggregate: "count", column: null });
  if (draft.pending.includes("share") && draft.measures.length === 0)
    draft.measures.push({ aggregate: "share", column: null });
  const worth = draft.pending.includes("sum") ? soldWorth(workings, draft) : null;
  if (worth !== null) draft.measures.push({ aggregate: "sum", column: worth });
  measureBefore(draft);
  if (draft.columns.length === 0 && draft.measures.length === 0) draft.columns.push(...draft.things.slice(0, 1));
  const isApplied = (aggregate: Aggregate): boolean =>
    draft.measures.some(
      (measure) => measure.aggregate === aggregate || (aggregate === "sum" && measure.aggregate === "count"),
    );
  const dangling = draft.pending.filter(
    (one) => one !== "count" && one !== "total" && one !== "share" && !isApplied(one),
  );
  return { ...draft, dangling };
}

/** "how old on average", "worldwide gross sum": the aggregate stands after its column. */
function measureBefore(draft: Draft): void {
  const late = draft.pending.filter((aggregate) => aggregate === "avg" || aggregate === "sum");
  const position = draft.columns.findIndex(isQuantity);
  const column = draft.columns[position];
  if (late.length === 0 || column === undefined || draft.measures.length > 0) return;
  draft.columns.splice(position, 1);
  draft.measures.push(...late.map((aggregate): Measure => ({ aggregate, column })));
}

/** "how much did we sell": the amount that the source has for it. */
function soldWorth(workings: Workings, { measures, columns }: Draft): KnownColumn | null {
  if (measures.length > 0 || columns.some(isQuantity)) return null;
  const verb = workings.mentions.findIndex(
    (mention, index) =>
      mention.kind === "unknown" && /^(sold|sell|earned|earn|spent|spend)$/.test(textAt(workings, index)),
  );
  const worth = verb < 0 ? null : worthOf(workings.source);
  if (worth !== null) take(workings, verb);
  return worth;
}

function readTarget(workings: Workings, index: number, draft: Draft): void {
  const mention = workings.mentions[index];
  switch (mention?.kind) {
    case "aggregate":
      readAggregate(workings, index, mention.aggregate, draft);
      return;
    case "superlative":
      if (mention.superlative.isFrequency) return;
      if (isBestName(workings, index)) return;
      take(workings, index);
      draft.pending.push(mention.superlative.direction);
      return;
    case "column":
      readColumn(workings, index, mention, draft);
      return;
    case "entity":
      take(workings, index);
      draft.hasEntity = true;
      if (isBesideAmount(workings, index)) draft.measures.push(countRows);
      if (isMarker(workings.mentions[index + 1], "and") && !isMarker(workings.mentions[index - 1], "by"))
        draft.isEntityListed = true;
      return;
    case "marker":
      if (mention.marker !== "distinct") return;
      take(workings, index);
      draft.isDistinct = true;
      return;
    default:
      return;
  }
}

/** "sales and orders by region": of lines the orders are counted. */
function isBesideAmount(workings: Workings, index: number): boolean {
  const isGrouped = workings.mentions.some((mention, other) => other > index && isMarker(mention, "by", "each"));
  if (!isGrouped || repeatedKey(workings.source) === null) return false;
  return ([1, -1] as const).some((step) => {
    const joint = skip(workings, index, step);
    const beside = workings.mentions[isMarker(workings.mentions[joint], "and") ? skip(workings, joint, step) : -1];
    const column = beside?.kind === "column" ? bestWhere(beside.candidates, isQuantity) : null;
    return column !== null && isFlow(column);
  });
}

/** "best sales rep" where nothing says what makes it so: the last name of the alphabet is none. */
function isBestName(workings: Workings, index: number): boolean {
  const column = at(workings, skip(workings, index, 1), "column");
  return (
    /^(the )?(best|worst|top|biggest|largest)$/.test(textAt(workings, index)) &&
    column !== null &&
    bestColumn(column.candidates)?.role === "category" &&
    bestWhere(column.candidates, isNumeric) === null
  );
}

function readAggregate(workings: Workings, index: number, aggregate: Aggregate, draft: Draft): void {
  take(workings, index);
  if (aggregate !== "count" && aggregate !== "total") {
    draft.pending.push(aggregate);
    return;
  }
  const distinct = skipFlags(workings, skip(workings, index, 1));
  if (isCount(workings, distinct)) return;
  if (workings.mentions[index - 1]?.kind === "entity" || isComma(workings.mentions[index + 1])) {
    draft.measures.push({ aggregate: "count", column: null });
    return;
  }
  const isDistinct = isMarker(workings.mentions[distinct], "distinct");
  const next = isDistinct || isMarker(workings.mentions[distinct], "all") ? skip(workings, distinct, 1) : distinct;
  if (isDistinct) take(workings, distinct);
  const inner = at(workings, next, "entity") !== null ? columnRightAfter(workings, next) : -1;
  if (inner > 0) take(workings, next);
  const column = at(workings, inner > 0 ? inner : next, "column");
  if (column !== null) {
    if (aggregate === "total") draft.pending.push("total");
    readCounted(workings, inner > 0 ? inner : next, column, isDistinct, draft);
    return;
  }
  if (at(workings, next, "entity") !== null) {
    take(workings, next);
    draft.hasEntity = true;
  }
  draft.measures.push({ aggregate: "count", column: null });
}

/** "number of returned units": what is counted stands behind the condition. */
function skipFlags(workings: Workings, index: number): number {
  const mention = workings.mentions[index];
  const isFlag = mention?.kind === "column" && mention.candidates[0]?.column.role === "logical";
  return isFlag && !isFree(workings, index) ? skip(workings, index, 1) : index;
}

/** "captain ranks": the noun of the rows only qualifies the column. -1: no column follows at once. */
function columnRightAfter(workings: Workings, index: number): number {
  const column = at(workings, index + 1, "column");
  const best = column === null ? null : bestColumn(column.candidates);
  return best !== null && !isQuantity(best) && (column?.candidates[0]?.quality ?? 0) >= 0.95 ? index + 1 : -1;
}

/** "Count the number of": once is enough. */
function isCount(workings: Workings, index: number): boolean {
  const other = at(workings, index, "aggregate");
  return other?.aggregate === "count" || other?.aggregate === "total";
}

/** "How many followers" reads a column that counts; "how many cities" counts. */
function readCounted(
  workings: Workings,
  index: number,
  mention: MentionOf<"column">,
  isDistinct: boolean,
  draft: Draft,
): void {
  const column = bestColumn(mention.candidates);
  if (column === null) return;
  take(workings, index);
  if (column.role === "logical") {
    draft.measures.push(countOfFlag(column));
  } else if (isDistinct) {
    draft.measures.push({ aggregate: "countDistinct", column });
  } else if (isQuantity(column) && isCounter(workings, index, column)) {
    const aggregates = draft.pending.splice(0);
    if (aggregates.length === 0) draft.columns.push(column);
    const measures = aggregates.map(
      (aggregate): Measure => ({ aggregate: aggregate === "total" ? "sum" : aggregate, column }),
    );
    draft.measures.push(...measures);
  } else {
    draft.pending = draft.pending.filter((aggregate) => aggregate !== "total");
    draft.measures.push({ aggregate: "count", column });
  }
}

/** A column that holds a count is named in the plural, or says number: `patient` holds numbers of patients, `followers` counts. */
function isCounter(workings: Workings, index: number, column: KnownColumn): boolean {
  const said = /[^ ]*$/.exec(textAt(workings, index))?.[0] ?? "";
  return (
    column.names.some((words) =>
      words.some(({ lower, lemma }) => lower === said || /^(number|count|total|amount)$/.test(lemma)),
    ) || !said.endsWith("s")
  );
}

function readColumn(workings: Workings, index: number, mention: MentionOf<"column">, draft: Draft): void {
  take(workings, index);
  const numeric = bestWhere(mention.candidates, isNumeric);
  const best = bestColumn(mention.candidates);
  if (best === null) return;
  if (draft.pending.length === 0) {
    if (best.role === "metric") draft.measures.push({ aggregate: "sum", column: best });
    else if (isCountClause(workings, index, draft)) draft.things.push(best);
    else if (isThing(workings, index, mention)) draft.things.push(best);
    else draft.columns.push(best);
    return;
  }
  const aggregates = draft.pending;
  const column = numeric ?? best;
  if (numeric === null && aggregates.includes("share") && hasQuantityAfter(workings, index)) {
    draft.columns.push(best);
    return;
  }
  draft.measures.push(...aggregates.flatMap((aggregate) => measureOf(aggregate, column)));
  if (!isFollowedByNumber(workings, index))
    draft.pending = aggregates.filter((aggregate) => isPointless(aggregate, column));
}

/** The median of a metric, the best of names: nothing comes of them, and the question is not answered without. */
function isPointless(aggregate: Aggregate, column: KnownColumn): boolean {
  return column.role === "metric" && measureOf(aggregate, column).length === 0;
}

/** "share of regions in sales": what is shared comes later. */
function hasQuantityAfter(workings: Workings, index: number): boolean {
  return findAll(workings, "column").some(
    ([other, { candidates }]) => other > index && bestWhere(candidates, isQuantity) !== null,
  );
}

/** "How many students are enrolled in courses": what follows a bare count tells of the rows and groups nothing. */
function isCountClause(workings: Workings, index: number, draft: Draft): boolean {
  const first = workings.mentions[0];
  const isHowMany = first?.kind === "aggregate" && first.aggregate === "count" && textAt(workings, 0).startsWith("how");
  const before = workings.mentions[index - 1];
  return (
    isHowMany &&
    draft.measures.length > 0 &&
    draft.columns.length === 0 &&
    !isMarker(before, "and") &&
    !isComma(before) &&
    workings.mentions[index - 1]?.kind !== "symbol"
  );
}

/** "wrestlers" for `wrestler_id`: the thing is meant, not its number. */
function isThing(workings: Workings, index: number, { candidates }: MentionOf<"column">): boolean {
  const best = candidates[0];
  const isNumbered = /\b(ids?|codes?|numbers?|no|keys?|identifiers?|identification)\b/.test(textAt(workings, index));
  return best !== undefined && best.column.role === "identifier" && best.coverage < 0.75 && !isNumbered;
}

/** "average price and score": the aggregate goes on to the next numeric column. */
function isFollowedByNumber(workings: Workings, index: number): boolean {
  const joint = skip(workings, index, 1);
  const mention = workings.mentions[joint];
  if (!isMarker(mention, "and") && !isComma(mention)) return false;
  const next = at(workings, skip(workings, joint, 1), "column");
  const column = next === null ? null : bestColumn(next.candidates);
  return column !== null && isQuantity(column);
}

function measureOf(aggregate: Aggregate, column: KnownColumn): Measure[] {
  if (
    column.role === "metric" &&
    aggregate !== "sum" &&
    aggregate !== "avg" &&
    aggregate !== "max" &&
    aggregate !== "min"
  )
    return [];
  if (isNumeric(column) || aggregate === "max" || aggregate === "min") return [{ aggregate, column }];
  return aggregate === "sum" || aggregate === "share" ? [{ aggregate: "countDistinct", column }] : [];
}
