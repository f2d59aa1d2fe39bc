import { type ColumnWord, wordsOf } from "./column-words.ts";
import { bracket } from "./draft/names.ts";
import type { KnownColumn } from "./source.ts";

const starts: ReadonlySet<string> = new Set(
  "order create open place request book submit report invoice start begin admission pickup departure receive".split(
    " ",
  ),
);
/** What ends, with the other words that people have for the time until then. */
const ends: ReadonlyMap<string, readonly string[]> = new Map([
  ["ship", ["shipping", "ship", "shipment", "dispatch", "fulfillment", "processing", "handling"]],
  ["dispatch", ["dispatch", "shipping", "processing"]],
  ["deliver", ["delivery", "transit", "arrival"]],
  ["arrival", ["delivery", "transit", "arrival", "travel"]],
  ["close", ["closing", "resolution", "processing", "handling"]],
  ["resolve", ["resolution", "processing", "handling"]],
  ["complete", ["completion", "processing"]],
  ["finish", ["completion", "processing"]],
  ["end", ["completion"]],
  ["discharge", ["treatment", "discharge"]],
  ["pay", ["payment"]],
]);
const deliveries: readonly string[] = ["delivery", "shipping", "fulfillment"];
const generic: readonly string[] = ["lead", "turnaround", "cycle"];

type Dated = { readonly column: KnownColumn; readonly word: string };

/**
 * The days between two dates of a row, as columns that no source has: from an order's date to its shipping, from opened to closed.
 * They are named by what people call such times; the worksheet shows which dates are meant.
 */
export function findDurations(columns: readonly KnownColumn[]): readonly KnownColumn[] {
  const dates = columns.filter(({ role, description }) => role === "time" && description.relationship === undefined);
  const start = dates.flatMap((column) => dated(column, (word) => starts.has(word)))[0];
  if (start === undefined) return [];
  const found = dates.flatMap((column) => (column === start.column ? [] : dated(column, (word) => ends.has(word))));
  return found.map((end, index) =>
    durationOf(start, end, columns.length + index, found.length === 1 ? [...deliveriesOf(end), ...generic] : []),
  );
}

/** What begins with a date of this name: "order" of Order Date, Ord_Dt. Null: nothing that is known. */
export function startOf(words: readonly ColumnWord[]): string | null {
  const word = onlyEvent(words);
  return word !== null && starts.has(word) ? word : null;
}

/** A date whose name is the event and hardly more: Ship Date, Deliv_Dt, Closed On; not Store Opened On. */
function dated(column: KnownColumn, test: (word: string) => boolean): Dated[] {
  const word = onlyEvent(column.names[0] ?? []);
  return word !== null && test(word) ? [{ column, word }] : [];
}

function onlyEvent(words: readonly ColumnWord[]): string | null {
  const events = words.map(eventOf).filter((word) => !/^(date|day|dt|time|on|at|d|timestamp)$/.test(word));
  const [event] = events;
  return event !== undefined && events.length === 1 ? event : null;
}

function eventOf({ lemma, lower }: ColumnWord): string {
  if (/^(deliv|dlv|dely)/.test(lower)) return "deliver";
  if (/^(ord|ordered)$/.test(lower)) return "order";
  if (/^(ship|shipped|shipping|shipment|shp)$/.test(lower)) return "ship";
  if (/^(paid|payment)$/.test(lower)) return "pay";
  return lemma.replace(/^(clos|creat|complet|resolv|receiv|invoic)ed?$/, "$1e").replace(/^(\w{3,})ed$/, "$1");
}

function deliveriesOf({ word }: Dated): readonly string[] {
  return word === "ship" || word === "dispatch" || word === "deliver" ? deliveries : [];
}

function durationOf(start: Dated, end: Dated, position: number, more: readonly string[]): KnownColumn {
  const name = `Days from ${start.column.name} to ${end.column.name}`;
  const called = [...new Set([...(ends.get(end.word) ?? []), ...more])];
  const phrases = [
    name,
    ...called.flatMap((word) => [
      `${word} time`,
      `${word} duration`,
      `${word} days`,
      `time to ${word}`,
      `days to ${word}`,
    ]),
    ...[start.word, `${start.word} date`, `${start.word}ing`].flatMap((from) =>
      [end.word, ...called].flatMap((until) =>
        ["time", "days", "number of days"].flatMap((unit) => [
          `${unit} between ${from} and ${until}`,
          `${unit} from ${from} to ${until}`,
        ]),
      ),
    ),
  ];
  const dates = [start, end].map(({ column }) => bracket(column.path)).join(", ");
  return {
    path: name,
    name,
    type: "number",
    role: "measure",
    description: { name, type: "number", description: "", unit: "days" },
    position,
    names: phrases.map((phrase) => wordsOf(phrase, [])),
    formula: `DateDiff("day", ${dates})`,
  };
}
