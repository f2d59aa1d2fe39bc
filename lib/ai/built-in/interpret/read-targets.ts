import type { Aggregate } from "../lexicon/operators.ts";
import type { MentionOf } from "../mentions/mention.ts";
import type { KnownColumn } from "../source.ts";
import type { Measure } from "./reading.ts";
import {
  at,
  bestColumn,
  bestWhere,
  isComma,
  isFree,
  isMarker,
  isNumeric,
  isQuantity,
  skip,
  take,
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
  if (draft.columns.length === 0 && draft.measures.length === 0) draft.columns.push(...draft.things.slice(0, 1));
  return draft;
}

function readTarget(workings: Workings, index: number, draft: Draft): void {
  const mention = workings.mentions[index];
  switch (mention?.kind) {
    case "aggregate":
      readAggregate(workings, index, mention.aggregate, draft);
      return;
    case "superlative":
      if (mention.superlative.isFrequency) return;
      take(workings, index);
      draft.pending.push(mention.superlative.direction);
      return;
    case "column":
      readColumn(workings, index, mention, draft);
      return;
    case "entity":
      take(workings, index);
      draft.hasEntity = true;
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

function readAggregate(workings: Workings, index: number, aggregate: Aggregate, draft: Draft): void {
  take(workings, index);
  if (aggregate !== "count" && aggregate !== "total") {
    draft.pending.push(aggregate);
    return;
  }
  const distinct = skip(workings, index, 1);
  if (isCount(workings, distinct)) return;
  if (workings.mentions[index - 1]?.kind === "entity" || isComma(workings.mentions[index + 1])) {
    draft.measures.push({ aggregate: "count", column: null });
    return;
  }
  const isDistinct = isMarker(workings.mentions[distinct], "distinct");
  const next = isDistinct || isMarker(workings.mentions[distinct], "all") ? skip(workings, distinct, 1) : distinct;
  if (isDistinct) take(workings, distinct);
  const column = at(workings, next, "column");
  if (column !== null) {
    if (aggregate === "total") draft.pending.push("total");
    readCounted(workings, next, column, isDistinct, draft);
    return;
  }
  if (at(workings, next, "entity") !== null) {
    take(workings, next);
    draft.hasEntity = true;
  }
  draft.measures.push({ aggregate: "count", column: null });
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
  if (isDistinct) {
    draft.measures.push({ aggregate: "countDistinct", column });
  } else if (isQuantity(column)) {
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

function readColumn(workings: Workings, index: number, mention: MentionOf<"column">, draft: Draft): void {
  take(workings, index);
  const numeric = bestWhere(mention.candidates, isNumeric);
  const best = bestColumn(mention.candidates);
  if (best === null) return;
  if (draft.pending.length === 0) {
    if (best.role === "metric") draft.measures.push({ aggregate: "sum", column: best });
    else if (isThing(mention)) draft.things.push(best);
    else draft.columns.push(best);
    return;
  }
  const aggregates = draft.pending;
  const column = numeric ?? best;
  draft.measures.push(...aggregates.flatMap((aggregate) => measureOf(aggregate, column)));
  if (!isFollowedByNumber(workings, index)) draft.pending = [];
}

/** "wrestlers" for `wrestler_id`: the thing is meant, not its number. */
function isThing({ candidates }: MentionOf<"column">): boolean {
  const best = candidates[0];
  return best !== undefined && best.column.role === "identifier" && best.coverage < 0.75;
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
  if (isNumeric(column) || aggregate === "max" || aggregate === "min") return [{ aggregate, column }];
  return aggregate === "sum" || aggregate === "share" ? [{ aggregate: "countDistinct", column }] : [];
}
