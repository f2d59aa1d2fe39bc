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
};

type Draft = {
  readonly measures: Measure[];
  readonly columns: KnownColumn[];
  isDistinct: boolean;
  hasEntity: boolean;
  /** Aggregates that wait for their column. */
  pending: Aggregate[];
};

/** Takes what the earlier rules left: aggregates with their columns, and the columns to list. */
export function readTargets(workings: Workings): Targets {
  const draft: Draft = { measures: [], columns: [], isDistinct: false, hasEntity: false, pending: [] };
  for (let index = 0; index < workings.mentions.length; index += 1) {
    if (isFree(workings, index)) readTarget(workings, index, draft);
  }
  if (draft.pending.includes("count") && draft.measures.length === 0)
    draft.measures.push({ aggregate: "count", column: null });
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
  if (aggregate !== "count") {
    draft.pending.push(aggregate);
    return;
  }
  const distinct = skip(workings, index, 1);
  const isDistinct = isMarker(workings.mentions[distinct], "distinct");
  const next = isDistinct || isMarker(workings.mentions[distinct], "all") ? skip(workings, distinct, 1) : distinct;
  if (isDistinct) take(workings, distinct);
  const column = at(workings, next, "column");
  if (column !== null) {
    readCounted(workings, next, column, isDistinct, draft);
    return;
  }
  if (at(workings, next, "entity") !== null) {
    take(workings, next);
    draft.hasEntity = true;
  }
  draft.measures.push({ aggregate: "count", column: null });
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
    draft.measures.push(...aggregates.map((aggregate): Measure => ({ aggregate, column })));
  } else {
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
    else draft.columns.push(best);
    return;
  }
  const aggregates = draft.pending;
  const column = numeric ?? best;
  draft.measures.push(...aggregates.flatMap((aggregate) => measureOf(aggregate, column)));
  if (!isFollowedByNumber(workings, index)) draft.pending = [];
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
