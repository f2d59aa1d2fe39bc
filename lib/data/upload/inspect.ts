import "server-only";
import { z } from "zod";
import type { Cell } from "#lib/worksheet/result";
import { type Encoding, readText } from "./encoding.ts";
import { nameHeaders } from "./header-names.ts";
import { limits, unreadable } from "./limits.ts";
import { cellOf, readingSchema, readValue } from "./reading.ts";
import { type CsvRecord, chooseDelimiter, RecordReader } from "./records.ts";
import { ColumnSniffer } from "./sniff-column.ts";

export const inspectionSchema = z.object({
  encoding: z.enum(["utf-8", "utf-16le", "utf-16be", "windows-1252"]),
  delimiter: z.string(),
  hasHeader: z.boolean(),
  columns: z.array(z.object({ header: z.string(), name: z.string(), id: z.string(), reading: readingSchema })),
  rowCount: z.number(),
  warnings: z.array(z.string()),
});

/** How a file is to be read: what its columns are, found by looking at every value. */
export type Inspection = z.infer<typeof inspectionSchema>;
export type InspectedColumn = Inspection["columns"][number];

/** Reads the whole file once. Throws invalid_input with what is wrong and where. */
export async function inspectFile(
  path: string,
  encoding: Encoding,
  fileName: string,
  signal: AbortSignal,
): Promise<{ readonly inspection: Inspection; readonly preview: readonly (readonly Cell[])[] }> {
  const delimiter = chooseDelimiter(await beginningOf(path, encoding), fileName);
  const survey = new Survey(delimiter);
  for await (const record of readRecords(path, encoding, delimiter, signal)) survey.take(record);
  const { headers, hasHeader, columns, rowCount, first } = survey.finish();
  const named = nameHeaders(headers);
  const readings = columns.map((column) => column.reading());
  const inspected = named.flatMap((header, index) => {
    const reading = readings[index];
    return reading === undefined ? [] : [{ ...header, reading }];
  });
  const warnings = warningsOf({ headers, hasHeader, columns, named: inspected });
  return {
    inspection: { encoding, delimiter, hasHeader, columns: inspected, rowCount, warnings },
    preview: first.map((fields) =>
      readings.map((reading, index) => cellOf(readValue(fields[index] ?? "", reading), reading)),
    ),
  };
}

export async function* readRecords(
  path: string,
  encoding: Encoding,
  delimiter: string,
  signal: AbortSignal,
): AsyncGenerator<CsvRecord> {
  const reader = new RecordReader(delimiter);
  for await (const text of readText(path, encoding)) {
    signal.throwIfAborted();
    yield* reader.push(text);
  }
  yield* reader.end();
}

async function beginningOf(path: string, encoding: Encoding): Promise<string> {
  let text = "";
  for await (const piece of readText(path, encoding)) {
    text += piece;
    if (text.length >= 65_536) break;
  }
  return text;
}

type Surveyed = {
  readonly headers: readonly string[];
  readonly hasHeader: boolean;
  readonly columns: readonly ColumnSniffer[];
  readonly rowCount: number;
  readonly first: readonly (readonly string[])[];
};

/** What a pass over the records gathers. */
class Survey {
  readonly #delimiter: string;
  #headers: readonly string[] | null = null;
  #hasHeader = true;
  #columns: ColumnSniffer[] = [];
  #rowCount = 0;
  readonly #first: (readonly string[])[] = [];
  readonly #ragged: CsvRecord[] = [];
  #raggedCount = 0;

  constructor(delimiter: string) {
    this.#delimiter = delimiter;
  }

  take(record: CsvRecord): void {
    if (this.#headers === null) this.#begin(record.fields);
    else this.#takeRow(record);
  }

  finish(): Surveyed {
    if (this.#headers === null) throw unreadable("The file is empty. Upload a file with a first line of column names.");
    if (this.#raggedCount > 0) throw unreadable(this.#raggedMessage());
    if (this.#rowCount === 0) throw unreadable("The file has column names but no rows.");
    const { length } = this.#headers;
    return {
      headers: this.#headers,
      hasHeader: this.#hasHeader,
      columns: this.#columns.slice(0, length),
      rowCount: this.#rowCount,
      first: this.#first,
    };
  }

  #begin(fields: readonly string[]): void {
    if (fields.length > limits.columns) {
      throw unreadable(
        `The file has ${fields.length} columns; at most ${limits.columns} can be uploaded. Leave some out, or turn columns into rows.`,
      );
    }
    this.#hasHeader = isHeader(fields);
    this.#headers = this.#hasHeader ? fields : fields.map(() => "");
    this.#columns = fields.map(() => new ColumnSniffer(this.#delimiter));
    if (!this.#hasHeader) this.#takeRow({ line: 1, fields });
  }

  #takeRow(record: CsvRecord): void {
    const { fields } = record;
    const isRagged = fields.length !== this.#columns.length && !hasEmptyRest(fields, this.#columns.length);
    if (isRagged) {
      this.#raggedCount += 1;
      if (this.#ragged.length < 3) this.#ragged.push(record);
      return;
    }
    this.#rowCount += 1;
    if (this.#first.length < limits.previewRows) this.#first.push(fields);
    this.#columns.forEach((column, index) => {
      column.push(fields[index] ?? "");
    });
  }

  #raggedMessage(): string {
    const places = this.#ragged.map(({ line, fields }) => `line ${line} has ${fields.length}`).join(", ");
    const more = this.#raggedCount > this.#ragged.length ? `, and ${this.#raggedCount - this.#ragged.length} more` : "";
    return `The first line has ${this.#columns.length} columns, but ${places}${more}. Every line needs the same number of values; quote values that hold a separator.`;
  }
}

/** Spreadsheets write a separator after the last value of every row. */
function hasEmptyRest(fields: readonly string[], columns: number): boolean {
  return fields.length > columns && fields.slice(columns).every((field) => field.trim() === "");
}

/** A first line with a number that is no year, or without a single word, is data. */
function isHeader(fields: readonly string[]): boolean {
  const filled = fields.map((field) => field.trim()).filter((field) => field !== "");
  const isNumber = (field: string): boolean => /^[+-]?[\d.,]+$/.test(field) && /\d/.test(field);
  const isYear = (field: string): boolean => /^(1[89]|20|21)\d\d$/.test(field);
  const isDay = (field: string): boolean => /^\d{4}-\d{1,2}-\d{1,2}/.test(field);
  const isData = filled.some((field) => (isNumber(field) && !isYear(field)) || isDay(field));
  return !isData && filled.some((field) => !isNumber(field));
}

function warningsOf({
  headers,
  hasHeader,
  columns,
  named,
}: Pick<Surveyed, "headers" | "hasHeader" | "columns"> & { readonly named: readonly InspectedColumn[] }): string[] {
  const warnings: string[] = [];
  if (!hasHeader) warnings.push("The first line looks like data, so the columns have no names yet. Name them below.");
  if (headers.length === 1) warnings.push("Only one column was found. Is this a table of separated values?");
  const doubled = findDoubled(hasHeader ? headers : []);
  if (doubled.length > 0) warnings.push(`Several columns are named ${doubled.join(", ")}. They were numbered.`);
  named.forEach(({ name, reading }, index) => {
    const column = columns[index];
    if (column === undefined) return;
    if (reading.type === "date" && column.isAmbiguousDate)
      warnings.push(`${name}: dates were read as month/day/year. If they are day/month/year, keep the column as Text.`);
    if (reading.type !== "text" && column.emptyTokens > 0)
      warnings.push(`${name}: ${column.emptyTokens} values such as NA or - were read as empty.`);
  });
  return warnings.slice(0, 20);
}

function findDoubled(headers: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const header of headers) {
    const key = header.trim().toLowerCase();
    if (key !== "") counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts]
    .filter(([, count]) => count > 1)
    .map(([header]) => `"${header}"`)
    .slice(0, 5);
}
