import "server-only";
import { type DateFormat, dateFormats, readDate } from "./dates.ts";
import { type NumberStyle, readDouble, readNumber } from "./numbers.ts";
import { isNothing, logicals, type Reading } from "./reading.ts";

const currencies: Readonly<Record<string, Reading["format"]>> = {
  $: "currency:USD",
  "€": "currency:EUR",
  "£": "currency:GBP",
};

/** What numbers of one style have in common so far. */
type NumberTally = {
  isAlive: boolean;
  integerDigits: number;
  scale: number;
  hasDouble: boolean;
  currencies: Set<string>;
  percents: number;
};

/** Up to so many different values of a column, the same one is not looked at again. */
const mostRemembered = 5_000;

/** Sees every value of a column and says in the end what type fits them all. */
export class ColumnSniffer {
  /** Values that were looked at: whether all of them are of a kind does not depend on how often each one comes. */
  #filled = 0;
  #emptyTokens = 0;
  #isLogical = true;
  #hasCodes = false;
  #hasTime = false;
  #zoned = 0;
  #dates: readonly DateFormat[] = dateFormats;
  readonly #numbers: Record<NumberStyle, NumberTally>;
  readonly #studied = new Set<string>();
  #isRepetitive = true;

  /** Where commas separate values, none is a decimal comma. */
  constructor(delimiter: string) {
    this.#numbers = { point: tally(true), comma: tally(delimiter !== ",") };
  }

  push(text: string): void {
    if (this.#isRepetitive && this.#studied.has(text)) return;
    const trimmed = text.trim();
    if (isNothing(trimmed, "number")) {
      if (trimmed !== "") this.#emptyTokens += 1;
      return;
    }
    if (this.#isRepetitive) this.#studied.add(text);
    if (this.#studied.size > mostRemembered) {
      this.#isRepetitive = false;
      this.#studied.clear();
    }
    this.#filled += 1;
    if (this.#isLogical) this.#isLogical = logicals.has(trimmed.toLowerCase());
    this.#pushNumber(trimmed, "point");
    this.#pushNumber(trimmed, "comma");
    this.#pushDate(trimmed);
  }

  /** Values such as NA that were taken for none. */
  get emptyTokens(): number {
    return this.#emptyTokens;
  }

  /** Whether day and month could be either way round. */
  get isAmbiguousDate(): boolean {
    return this.#filled > 0 && this.#dates.includes("month/day/year") && this.#dates.includes("day/month/year");
  }

  reading(): Reading {
    const style: NumberStyle = this.#numbers.point.isAlive ? "point" : "comma";
    const base: Reading = {
      type: "text",
      nativeType: "VARCHAR",
      style,
      dateFormats: [],
      isZoned: false,
      hasTime: false,
      format: null,
    };
    if (this.#filled === 0) return base;
    if (this.#isLogical) return { ...base, type: "logical", nativeType: "BOOLEAN" };
    if (this.#dates.length > 0) return this.#dateReading(base);
    if (!this.#numbers[style].isAlive || this.#hasCodes) return base;
    return this.#numberReading(base, this.#numbers[style]);
  }

  #pushNumber(trimmed: string, style: NumberStyle): void {
    const seen = this.#numbers[style];
    if (!seen.isAlive) return;
    const read = readNumber(trimmed, style);
    if (read === null) {
      seen.hasDouble = true;
      seen.isAlive = readDouble(trimmed) !== null;
      return;
    }
    seen.integerDigits = Math.max(seen.integerDigits, read.integerDigits);
    seen.scale = Math.max(seen.scale, read.scale);
    if (read.currency !== "") seen.currencies.add(read.currency);
    if (read.isPercent) seen.percents += 1;
    this.#hasCodes ||= read.hasLeadingZero;
  }

  #pushDate(trimmed: string): void {
    if (this.#dates.length === 0) return;
    const reads = this.#dates.map((format) => ({ format, read: readDate(trimmed, format) }));
    this.#dates = reads.filter(({ read }) => read !== null).map(({ format }) => format);
    const read = reads.find((one) => one.read !== null)?.read;
    if (read?.hasTime) this.#hasTime = true;
    if (read?.isZoned) this.#zoned += 1;
  }

  #dateReading(base: Reading): Reading {
    const isZoned = this.#zoned === this.#filled;
    const nativeType = isZoned ? "TIMESTAMP WITH TIME ZONE" : this.#hasTime ? "TIMESTAMP" : "DATE";
    return { ...base, type: "date", nativeType, dateFormats: this.#dates.slice(0, 1), isZoned, hasTime: this.#hasTime };
  }

  #numberReading(base: Reading, seen: NumberTally): Reading {
    const isPercent = seen.percents > 0;
    if (seen.currencies.size > 1 || (isPercent && seen.percents < this.#filled)) return base;
    const [currency] = seen.currencies;
    const format = isPercent ? "percent" : currency === undefined ? null : (currencies[currency] ?? null);
    const nativeType = numberType(seen);
    return nativeType === null ? base : { ...base, type: "number", nativeType, format };
  }
}

function tally(isAlive: boolean): NumberTally {
  return { isAlive, integerDigits: 1, scale: 0, hasDouble: false, currencies: new Set(), percents: 0 };
}

/** Exact where the engine can be; null for what no number of the engine holds. */
function numberType({ hasDouble, integerDigits, scale }: NumberTally): string | null {
  if (scale === 0 && !hasDouble) {
    if (integerDigits <= 18) return "BIGINT";
    return integerDigits <= 38 ? `DECIMAL(${integerDigits},0)` : null;
  }
  const isExact = !hasDouble && scale <= 10 && integerDigits + scale <= 28;
  return isExact ? `DECIMAL(${Math.max(18, integerDigits + scale)},${scale})` : "DOUBLE";
}
