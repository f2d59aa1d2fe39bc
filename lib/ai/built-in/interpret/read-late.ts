import { referenceTo } from "../draft/names.ts";
import type { KnownColumn, KnownSource } from "../source.ts";
import type { Condition, Measure, Placed } from "./reading.ts";
import { findAll, isFree, isMarker, take, textAt, type Workings } from "./workings.ts";

/** `measures`: "late delivery rate". */
export type LateRead = { readonly conditions: readonly Placed[]; readonly measures: readonly Measure[] };

/** "late orders", "shipped late": the day on which it happened is after the one that was promised. Only where the source has both. */
export function readLate(workings: Workings): LateRead {
  const found = findAll(workings, "unknown").find(([, { word }]) => /^(late|delayed)$/i.test(word));
  const [index] = found ?? [];
  if (index === undefined || isMarker(workings.mentions[index - 1], "not")) return { conditions: [], measures: [] };
  const deed = [index + 1, index - 1].find((other) => isFree(workings, other) && deedOf(workings, other) !== null);
  const condition = conditionOf(workings.source, deed === undefined ? null : deedOf(workings, deed));
  if (condition === null) return { conditions: [], measures: [] };
  take(workings, index, ...(deed === undefined ? [] : [deed]));
  const end = Math.max(index, deed ?? index) + 1;
  if (!/^rates?$/.test(textAt(workings, end))) return { conditions: [{ condition, index }], measures: [] };
  take(workings, end);
  return { conditions: [], measures: [{ aggregate: "share", column: null, condition }] };
}

/** How the words of a deed begin: ship, shipped, shipments. */
const deeds = ["ship", "deliver", "arriv", "dispatch", "complet", "finish", "paid", "pay"];
const promises = /^(due|promised?|required|expected|scheduled|deadline|planned|estimated|eta|committed)$/;

/** What was done late: deliver of "deliveries". */
function deedOf(workings: Workings, index: number): string | null {
  const text = textAt(workings, index);
  return deeds.find((deed) => text.startsWith(deed)) ?? null;
}

/** Null: no promise, or several dates of which any could be meant. */
function conditionOf({ columns }: KnownSource, deed: string | null): Condition | null {
  const dates = columns.filter(({ role, formula }) => role === "time" && formula === undefined);
  const promised = only(dates.filter(isPromise), deed);
  const done = only(
    dates.filter((column) => !isPromise(column) && deeds.some((one) => isOf(column, one))),
    deed,
  );
  if (promised === null || done === null || (deed !== null && !isOf(done, deed))) return null;
  const formula = `${referenceTo(done)} > ${referenceTo(promised)}`;
  return { kind: "formula", formula, label: `${done.name} after ${promised.name}` };
}

function isPromise({ names }: KnownColumn): boolean {
  return (names[0] ?? []).some(({ lower }) => promises.test(lower));
}

function isOf({ names }: KnownColumn, deed: string): boolean {
  const beginning = /^pa(y|id)$/.test(deed) ? /^pa(y|id)/ : new RegExp(`^${deed}`);
  return (names[0] ?? []).some(({ lower }) => beginning.test(lower));
}

/** The only one; of several the only one of that deed. */
function only(columns: readonly KnownColumn[], deed: string | null): KnownColumn | null {
  const own = columns.length > 1 && deed !== null ? columns.filter((column) => isOf(column, deed)) : columns;
  return own.length === 1 ? (own[0] ?? null) : null;
}
