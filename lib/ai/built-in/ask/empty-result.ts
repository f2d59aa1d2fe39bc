import type { WorksheetDraft } from "#lib/worksheet/draft";
import { displayName, rowsOf } from "../draft/names.ts";
import { writeDraft } from "../draft/write-draft.ts";
import type { Condition, Measure, Reading } from "../interpret/reading.ts";
import type { KnownColumn, KnownSource } from "../source.ts";
import { labelTextOf } from "../write/condition-text.ts";
import type { RunOutput } from "./conversation.ts";

/** No row, or a total over none. A count of zero is an answer. */
export function isEmpty({ rowCount, rows }: RunOutput, { keys, measures, conditions }: Reading): boolean {
  if (rowCount === 0) return true;
  const isTotal = keys.length === 0 && measures.length > 0 && conditions.length > 0;
  return isTotal && rows.length === 1 && rows[0]?.every((cell) => cell === null) === true;
}

/** What there is instead of what the last condition wants: the range of a date or number, or the values under the other conditions. Null: nothing was filtered. */
export function writeInstead(reading: Reading, source: KnownSource): WorksheetDraft | null {
  const culprit = culpritOf(reading);
  if (culprit === null) return null;
  const { column, condition } = culprit;
  if (column === source.display) return null;
  const others = reading.conditions.filter((one) => one !== condition);
  const plain: Reading = { ...reading, keys: [], columns: [], having: [], sort: [], limit: null, isDistinct: false };
  if (column.type !== "text") {
    const measures: Measure[] = [
      { aggregate: "min", column },
      { aggregate: "max", column },
    ];
    return writeDraft({ ...plain, conditions: column.type === "date" ? [] : others, measures }, source);
  }
  const count: Measure = { aggregate: "count", column: null };
  const keys = [{ column, bucket: null }];
  return writeDraft(
    { ...plain, conditions: others, keys, measures: [count], sort: [{ by: count, direction: "descending" }], limit: 5 },
    source,
  );
}

type Culprit = { readonly column: KnownColumn; readonly condition: Condition };

/** Times run out more often than values do; of values the last that was named. */
function culpritOf({ conditions }: Reading): Culprit | null {
  const plain = conditions.flatMap((condition): Culprit[] =>
    condition.kind === "any" || condition.kind === "formula" || condition.kind === "missing"
      ? []
      : [{ column: condition.column, condition }],
  );
  return plain.find(({ condition }) => condition.kind === "dates") ?? plain.at(-1) ?? null;
}

/** "No orders match (2031). Order Date runs from … to …." */
export function writeEmpty(reading: Reading, source: KnownSource, instead: RunOutput | null): string {
  const start = `No ${rowsOf(source)} match${labelTextOf(reading.conditions)}.`;
  const culprit = culpritOf(reading);
  if (culprit === null || instead === null || instead.rows.length === 0) return start;
  const cell = (row: number, column: number): string =>
    `{{${instead.result}:${row}.${instead.columns[column]?.key ?? ""}}}`;
  const name = displayName(culprit.column.name);
  if (culprit.column.type !== "text") {
    if (instead.rows[0]?.some((one) => one === null)) return start;
    return `${start} ${name} runs from ${cell(1, 0)} to ${cell(1, 1)}.`;
  }
  const values = instead.rows.map((_, index) => cell(index + 1, 0));
  const rest = labelTextOf(reading.conditions.filter((one) => one !== culprit.condition));
  return `${start} Values of ${name} that there are${rest}: ${values.join(", ")}.`;
}
