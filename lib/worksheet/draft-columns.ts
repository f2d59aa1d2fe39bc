import type { Format } from "../formula/types.ts";
import type { WorksheetDraft } from "./draft.ts";
import { nameKey } from "./names.ts";
import { resultKeys } from "./result-keys.ts";
import type { Source, WorksheetColumn } from "./worksheet.ts";

/** What is wrong with a draft, in words that its writer can act on. */
export type DraftDiagnostic = { readonly where: string; readonly message: string; readonly fix?: string };

/** Finds the column that a draft's name means, and adds columns of the source as they are named. */
export type DraftColumns = {
  find(name: string, where: string): WorksheetColumn | null;
  all(): readonly WorksheetColumn[];
};

type Named = { readonly path: readonly string[]; readonly format?: Format | undefined };

export function createDraftColumns(
  draft: WorksheetDraft,
  source: Source,
  sources: ReadonlyMap<string, Source>,
  report: (diagnostic: DraftDiagnostic) => void,
): DraftColumns {
  const columns: WorksheetColumn[] = [];
  const byName = new Map<string, WorksheetColumn>();
  const takenIds = new Set<string>();

  const add = (name: string, formula: string, format: Format | undefined): WorksheetColumn => {
    const [key = "column"] = resultKeys([name]);
    const id = free(key, takenIds, (count) => `${key}_${count}`);
    const shown = free(name, new Set([...byName.keys()]), (count) => `${name} (${count})`, nameKeyOf);
    const column = { id, name: shown, formula, ...(format === undefined ? {} : { format }) };
    takenIds.add(id);
    byName.set(nameKeyOf(shown), column);
    columns.push(column);
    return column;
  };

  for (const { name, formula, format } of draft.columns) {
    const title = name.trim();
    if (title !== "" && formula.trim() !== "") add(title.slice(0, 200), formula, draftFormat(format));
    else report({ where: "columns", message: "Every column needs a name and a formula." });
  }

  const named = new Map(namesOf(source, sources).map((candidate) => [nameKey(candidate.path), candidate]));
  return {
    all: () => columns,
    find(written, where) {
      const name = withoutBrackets(written);
      const known = byName.get(nameKeyOf(name));
      if (known !== undefined) return known;
      const wanted = named.get(nameKey(name.split("/")));
      if (wanted !== undefined) return add(wanted.path.at(-1) ?? name, referenceText(wanted.path), wanted.format);
      report(
        unknownColumn(written, where, [...columns.map((column) => column.name), ...[...named.values()].map(pathText)]),
      );
      return null;
    },
  };
}

function namesOf(source: Source, sources: ReadonlyMap<string, Source>): readonly Named[] {
  const related = source.relationships.flatMap((relationship) =>
    (sources.get(relationship.toSourceId)?.columns ?? []).map((column) => ({
      path: [relationship.name, column.name],
      format: column.format,
    })),
  );
  return [
    ...related,
    ...source.columns.map((column) => ({ path: [column.name], format: column.format })),
    ...source.metrics.map((metric) => ({ path: [metric.name], format: metric.format })),
  ];
}

function unknownColumn(written: string, where: string, names: readonly string[]): DraftDiagnostic {
  if (/[()]|[-+*/]\s*\[/.test(written)) {
    return {
      where,
      message: `"${written}" is a formula, and this place takes the name of a column.`,
      fix: `Add { "name": "…", "formula": ${JSON.stringify(written)} } to columns and write its name here.`,
    };
  }
  const near = nearest(written, names);
  const message = `There is no column "${written}".`;
  return near.length === 0 ? { where, message } : { where, message, fix: `Did you mean ${near.join(" or ")}?` };
}

/** Names that share words with what was written, or nearly. */
function nearest(written: string, names: readonly string[]): readonly string[] {
  const wanted = wordsOf(written);
  return names
    .map((name) => ({
      name,
      score: wordsOf(name).filter((word) => wanted.some((other) => isAlike(word, other))).length,
    }))
    .filter((candidate) => candidate.score > 0)
    .toSorted((left, right) => right.score - left.score)
    .slice(0, 3)
    .map((candidate) => `"${candidate.name}"`);
}

function wordsOf(name: string): readonly string[] {
  return name
    .toLowerCase()
    .split(/[^\p{Letter}\p{Number}]+/u)
    .filter((word) => word.length > 2);
}

function isAlike(left: string, right: string): boolean {
  return left.startsWith(right.slice(0, 4)) || right.startsWith(left.slice(0, 4));
}

function withoutBrackets(name: string): string {
  const match = /^\s*\[((?:[^\]\\]|\\.)*)\]\s*$/.exec(name);
  return (match?.[1] ?? name).replaceAll("\\]", "]").replaceAll("\\\\", "\\").trim();
}

export function referenceText(path: readonly string[]): string {
  return `[${path.map((name) => name.replaceAll("/", " ").replaceAll("\\", "\\\\").replaceAll("]", "\\]")).join("/")}]`;
}

function pathText({ path }: Named): string {
  return path.join("/");
}

function nameKeyOf(name: string): string {
  return nameKey([name]);
}

function draftFormat(format: WorksheetDraft["columns"][number]["format"]): Format | undefined {
  return format === null || format === "plain" ? undefined : { kind: format };
}

function free(
  wanted: string,
  taken: ReadonlySet<string>,
  next: (count: number) => string,
  keyOf: (name: string) => string = (name) => name,
): string {
  let name = wanted;
  for (let count = 2; taken.has(keyOf(name)); count += 1) name = next(count);
  return name;
}
