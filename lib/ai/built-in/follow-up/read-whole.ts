import { implicitAggregate } from "../interpret/flows.ts";
import type { PartsRead } from "../interpret/interpret.ts";
import { isMeasure, type Measure, type Reading } from "../interpret/reading.ts";
import { isQuantity } from "../interpret/workings.ts";

const total =
  /^(and |so |now )?((show|give|tell|get|what( i|')s|add|see)( me)? )?((the|a|in|its|their) )?(grand |overall )?(totals?|sum)( of (it|that|this|them|all|these|those))?( of all| instead| then| please)?\s*\??$/i;
const rest =
  /^(and |so |now |then )?((show|give|tell|list|what about|how about|what are)( me)? )?(all )?(the )?(rest|others?|other ones|remaining( ones)?|remainder)( of (it|them))?( too| please)?\s*[?.!]*$/i;

/** Follow-ups that speak of the worksheet as a whole: its total, and what it leaves out. Null: it is another. */
export function readWhole(question: string, { parts }: PartsRead, before: Reading): Reading | null {
  const text = question.trim();
  if (total.test(text)) return readTotal({ ...before, chart: parts.chart });
  return rest.test(text) ? readRest(before) : null;
}

/** The total of a ranking is that of everything it was taken from. */
function readTotal(before: Reading): Reading {
  const sums = before.columns
    .filter(isQuantity)
    .map((column): Measure => ({ aggregate: implicitAggregate(column), column }));
  const rows: readonly Measure[] = sums.length > 0 ? sums : [{ aggregate: "count", column: null }];
  const measures = before.measures.length > 0 ? before.measures : rows;
  return { ...before, keys: [], having: [], measures, columns: [], sort: [], limit: null };
}

/** What stands beyond a ranking; without one, the other values of the last list of values. */
function readRest(before: Reading): Reading | null {
  if (before.limit !== null) return readBeyond(before, before.limit);
  const last = before.conditions.findLast((condition) => condition.kind === "values");
  if (last === undefined) return null;
  const flipped = before.conditions.map((one) => (one === last ? { ...last, exclude: !last.exclude } : one));
  return { ...before, conditions: flipped };
}

function readBeyond(before: Reading, limit: number): Reading {
  const [term] = before.sort;
  if (term === undefined || !isMeasure(term.by) || before.keys.length === 0) return { ...before, limit: null };
  const rank: Measure = { aggregate: "rank", column: term.by.column, of: term.by, direction: term.direction };
  return { ...before, limit: null, having: [...before.having, { measure: rank, operator: ">=", value: limit + 1 }] };
}
