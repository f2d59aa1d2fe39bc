import type { ExplainModelInput } from "#lib/contract/explain-chart";
import { displayName, plural } from "../draft/names.ts";

export type ToldFact = ExplainModelInput["facts"][number];
export type Measure = ExplainModelInput["shape"]["measures"][number];

/** What sentences about one measure are made of. Every figure and every label is a reference, so that the server proves it. */
export type Teller = {
  readonly measure: string;
  readonly isAdditive: boolean;
  readonly shape: ExplainModelInput["shape"];
  /** "regions", "months"; "rows" where the column's name does not tell. */
  readonly groups: string;
  find(kind: ToldFact["kind"], by?: string): ToldFact | undefined;
  all(kind: ToldFact["kind"]): readonly ToldFact[];
  /** The labels of a row, counted from 0. */
  name(row: number | undefined): string;
  /** "A, B and C". */
  names(rows: readonly number[]): string;
  /** The label that a fact's series goes by. */
  seriesName(fact: ToldFact): string;
  /** When a row was: "May 2026", and with its preposition, "in May 2026". */
  when(row: number | undefined): string;
  at(row: number | undefined): string;
  cell(row: number, key: string): string;
  /** What stands between the braces of a cell. */
  path(row: number, key: string): string;
};

export function tellerOf(input: ExplainModelInput, measure: Measure): Teller {
  const { shape, result } = input;
  const facts = input.facts.filter(({ column }) => column === measure.key);
  const before =
    shape.labelStyle === "code" && !shape.isTime && isWords(shape.x?.name ?? "") ? `${shape.x?.name} ` : "";
  const path = (row: number, key: string): string => `${result}:${row + 1}.${key}`;
  const cell = (row: number, key: string): string => `{{${path(row, key)}}}`;
  const name = (row: number | undefined): string =>
    row === undefined
      ? ""
      : shape.labels.length === 0
        ? `row ${row + 1}`
        : before + shape.labels.map((key) => cell(row, key)).join(", ");
  const quoted = (row: number): string => (shape.labelStyle === "phrase" ? `“${name(row)}”` : name(row));
  const when = (row: number | undefined): string =>
    row === undefined || shape.x === null ? name(row) : cell(row, shape.x.key);
  return {
    measure: escapeName(measure.name),
    isAdditive: measure.isAdditive,
    shape,
    groups: shape.isTime ? (shape.period === null ? "points" : `${shape.period}s`) : groupsOf(shape.x?.name ?? null),
    find: (kind, by) => facts.find((fact) => fact.kind === kind && (by === undefined || fact.by === by)),
    all: (kind) => facts.filter((fact) => fact.kind === kind),
    name,
    names: (rows) => joinAnd(rows.map(rows.length > 1 ? quoted : name)),
    seriesName: (fact) => (fact.by === null || fact.rows[0] === undefined ? "" : cell(fact.rows[0], fact.by)),
    when,
    at: (row) => `${shape.period === null || shape.period === "day" ? "on" : "in"} ${when(row)}`,
    cell,
    path,
  };
}

export function number({ id }: ToldFact): string {
  return `{{${id}}}`;
}

export function joinAnd(words: readonly string[]): string {
  return words.length <= 1 ? (words[0] ?? "") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

/** A name of a column in Markdown: as it is written, whatever stands in it. */
export function escapeName(name: string): string {
  return name.replace(/\s+/g, " ").replace(/[\\`*_[\]<>#|~{}]/g, "\\$&");
}

function isWords(name: string): boolean {
  return /^[\p{L}][\p{L} ]*$/u.test(name);
}

/** A plain word is put into the plural; of code, a formula or a phrase nobody knows it. */
function groupsOf(name: string | null): string {
  if (name === null) return "rows";
  const words = displayName(name).toLowerCase().split(" ");
  const last = words.at(-1) ?? "";
  const isPlain = words.length <= 2 && words.every((word) => /^\p{L}{3,}$/u.test(word));
  return isPlain && !/^(name|code|date|number|type)$/.test(last) ? plural(words.join(" ")) : "groups";
}
