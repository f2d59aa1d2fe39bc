import "server-only";
import { limits, unreadable } from "./limits.ts";

export type CsvRecord = { readonly line: number; readonly fields: readonly string[] };

/** Reads delimited text as it comes: quotes may hold delimiters, line ends and doubled quotes. Empty lines are passed over. */
export class RecordReader {
  readonly #delimiter: string;
  #fields: string[] = [];
  #field = "";
  #line = 1;
  #recordLine = 1;
  #quoteLine = 0;
  #state: "start" | "plain" | "quoted" | "closed" = "start";
  #afterReturn = false;

  constructor(delimiter: string) {
    this.#delimiter = delimiter;
  }

  *push(text: string): Generator<CsvRecord> {
    let from = 0;
    for (let index = 0; index < text.length; index += 1) {
      const character = text[index];
      const isAfterReturn = this.#afterReturn;
      this.#afterReturn = character === "\r" && this.#state !== "quoted";
      if (this.#state === "quoted") {
        if (character === "\n") this.#line += 1;
        if (character !== '"') continue;
        this.#take(text.slice(from, index));
        this.#state = "closed";
        from = index + 1;
        continue;
      }
      if (character === '"' && this.#state !== "plain") {
        // A doubled quote inside a quoted value, or the beginning of one.
        if (this.#state === "closed") this.#field += '"';
        else this.#quoteLine = this.#line;
        this.#state = "quoted";
        from = index + 1;
        continue;
      }
      if (character === this.#delimiter) {
        this.#take(text.slice(from, index));
        this.#endField();
        from = index + 1;
      } else if (character === "\n" || character === "\r") {
        if (!(character === "\n" && isAfterReturn)) {
          this.#take(text.slice(from, index));
          const record = this.#endRecord();
          if (record !== null) yield record;
        }
        from = index + 1;
      } else if (this.#state === "start") {
        this.#state = "plain";
      }
    }
    this.#take(text.slice(from));
  }

  /** What stands after the last line end. Throws invalid_input for a quote that is never closed. */
  *end(): Generator<CsvRecord> {
    if (this.#state === "quoted") {
      throw unreadable(
        `A quotation mark opens on line ${this.#quoteLine} and is never closed. Close it, or double it.`,
      );
    }
    const record = this.#endRecord();
    if (record !== null) yield record;
  }

  #take(text: string): void {
    this.#field += text;
    if (this.#field.length <= limits.valueLength) return;
    throw unreadable(
      `A value near line ${this.#line} is longer than a million characters. Is a quotation mark not closed?`,
    );
  }

  #endField(): void {
    this.#fields.push(this.#field);
    this.#field = "";
    this.#state = "start";
  }

  #endRecord(): CsvRecord | null {
    const isQuoted = this.#state === "closed";
    this.#endField();
    const record = { line: this.#recordLine, fields: this.#fields };
    this.#line += 1;
    this.#recordLine = this.#line;
    this.#fields = [];
    const isBlank = record.fields.length === 1 && record.fields[0]?.trim() === "" && !isQuoted;
    return isBlank ? null : record;
  }
}

const delimiters = [",", "\t", ";", "|"] as const;

/** The delimiter that cuts the beginning of a file into the most columns, the same number in nearly every line. */
export function chooseDelimiter(sample: string, fileName: string): string {
  const preferred = /\.(tsv|tab)$/i.test(fileName) ? "\t" : ",";
  const scored = delimiters.map((delimiter) => ({ delimiter, ...scoreOf(sample, delimiter) }));
  const best = scored
    .filter(({ columns }) => columns > 1)
    .sort(
      (left, right) =>
        right.agreement - left.agreement ||
        Number(right.delimiter === preferred) - Number(left.delimiter === preferred) ||
        right.columns - left.columns,
    )[0];
  return best?.delimiter ?? preferred;
}

function scoreOf(sample: string, delimiter: string): { readonly columns: number; readonly agreement: number } {
  const counts = firstRecords(sample, delimiter).map((record) => record.fields.length);
  const columns = counts[0] ?? 0;
  const agreeing = counts.filter((count) => count === columns).length;
  return { columns, agreement: counts.length === 0 ? 0 : Math.round((agreeing / counts.length) * 20) };
}

function firstRecords(sample: string, delimiter: string): CsvRecord[] {
  const reader = new RecordReader(delimiter);
  return [...reader.push(sample)].slice(0, 200);
}
