/** A number written with digits: where it stands and what it may mean. */
export type WrittenNumber = {
  readonly from: number;
  readonly to: number;
  readonly text: string;
  /** What the digits may stand for: `1.234` is one thing in English and another in German. Scale words are applied. */
  readonly readings: readonly Reading[];
  readonly unit: Unit;
  /** Whether a minus sign stands before it. */
  readonly isNegative: boolean;
  /** Letters touch it: `Q3`, `CO2`, `3rd`. */
  readonly isGlued: boolean;
  readonly shape: "number" | "date" | "time";
};
export type Reading = {
  readonly value: number;
  /** Half of the last place written, scale applied: how far a rounded value may be. */
  readonly tolerance: number;
};
export type Unit = "none" | "percent" | "points" | "currency" | "times";

const scales: readonly (readonly [pattern: string, factor: number])[] = [
  ["k|K|thousand|Tsd\\.?|Tausend|mille|mil", 1e3],
  ["million|millions|Millionen|Million|millones|mio\\.?|Mio\\.?|mln|MM|M|m", 1e6],
  ["billion|billions|Milliarden|Milliarde|milliards?|Mrd\\.?|bn|B|b", 1e9],
  ["trillion|trillions|Billionen|tn|T", 1e12],
];
const scaleWords = scales.map(([pattern]) => pattern).join("|");
const percentWords = "%|percent|per cent|Prozent|pour cent|por ciento";
const pointWords = "percentage points?|pp|points?|Prozentpunkte";
const timesWords = "x|×|times|fold|mal|fois";
const currencySigns = "[$€£¥₹]|US\\$|USD|EUR|GBP|CHF";
const space = "[ \\u00a0\\u202f]";
const digits = "\\d{1,3}(?:[.,'’\\u00a0\\u202f]\\d{3})+(?:[.,]\\d+)?|\\d+(?:[.,]\\d+)?";

const date = "\\d{4}-\\d{2}(?:-\\d{2})?(?:[T ]\\d{2}:\\d{2}(?::\\d{2})?)?(?![\\d-])|\\d{1,2}[./]\\d{1,2}[./]\\d{2,4}";
const time = "\\d{1,2}:\\d{2}(?::\\d{2})?";
const pattern = new RegExp(
  `(?<date>${date})|(?<time>${time})|` +
    `(?<sign>[-−–+])?(?<before>(?:${currencySigns})${space}?)?(?<sign2>[-−])?(?<digits>${digits})` +
    `(?:${space}?-?(?:(?<points>${pointWords})(?!\\p{L})|(?<percent>${percentWords})|` +
    `(?<scale>${scaleWords})(?![\\p{L}\\d])|(?<times>${timesWords})(?![\\p{L}\\d])))?` +
    `(?:${space}?(?<after>${currencySigns})(?!\\p{L}))?`,
  "gu",
);

/**
 * The numbers that stand in a piece of prose, in order. `locale` decides which mark separates decimals first; `preceding` is the
 * character before the piece.
 */
export function findNumbers(prose: string, locale: string, preceding = ""): WrittenNumber[] {
  return [...prose.matchAll(pattern)].map((match) => readMatch(match, prose, locale, preceding));
}

function readMatch(match: RegExpExecArray, prose: string, locale: string, preceding: string): WrittenNumber {
  const { index: from } = match;
  const groups = match.groups ?? {};
  const text = match[0];
  const to = from + text.length;
  const before = prose.slice(0, from).at(-1) ?? preceding;
  const isRange = groups["sign"] !== undefined && /[\p{L}\d%]/u.test(before);
  const start = isRange ? from + 1 : from;
  const isGlued = /[\p{L}_#]/u.test(isRange ? "" : before) || /^[\p{L}_]/u.test(prose.slice(to));
  const shape = groups["date"] !== undefined ? "date" : groups["time"] !== undefined ? "time" : "number";
  return {
    from: start,
    to,
    text: prose.slice(start, to),
    readings: shape === "number" ? readDigits(groups["digits"] ?? "", scaleOf(groups["scale"]), locale) : [],
    unit: unitOf(groups),
    isNegative: !isRange && /[-−]/.test(`${groups["sign"] ?? ""}${groups["sign2"] ?? ""}`),
    isGlued,
    shape,
  };
}

function unitOf(groups: Readonly<Record<string, string | undefined>>): Unit {
  if (groups["points"] !== undefined) return "points";
  if (groups["percent"] !== undefined) return "percent";
  if (groups["times"] !== undefined) return "times";
  return groups["before"] !== undefined || groups["after"] !== undefined ? "currency" : "none";
}

function scaleOf(word: string | undefined): number {
  if (word === undefined) return 1;
  return scales.find(([words]) => new RegExp(`^(?:${words})$`).test(word))?.[1] ?? 1;
}

function readDigits(text: string, scale: number, locale: string): Reading[] {
  const marks = [decimalMark(locale), ".", ","];
  const readings = new Map<number, Reading>();
  for (const mark of marks) {
    const reading = readWith(text, mark, scale);
    if (reading !== null && !readings.has(reading.value)) readings.set(reading.value, reading);
  }
  return [...readings.values()];
}

function readWith(text: string, mark: string, scale: number): Reading | null {
  const [whole = "", fraction = "", ...more] = text.split(mark);
  if (more.length > 0) return null;
  const groups = whole.split(/[.,'’\u00a0\u202f]/);
  if (groups.length > 1 && !groups.slice(1).every((group) => group.length === 3)) return null;
  if (!/^\d*$/.test(fraction)) return null;
  const value = Number(`${groups.join("")}.${fraction === "" ? "0" : fraction}`);
  return { value: value * scale, tolerance: 0.5 * 10 ** -fraction.length * scale };
}

const decimalMarks = new Map<string, string>();

function decimalMark(locale: string): string {
  const known =
    decimalMarks.get(locale) ??
    new Intl.NumberFormat(locale).formatToParts(1.5).find(({ type }) => type === "decimal")?.value ??
    ".";
  decimalMarks.set(locale, known);
  return known;
}
