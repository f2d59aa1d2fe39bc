import "server-only";
import type { AskToolInput, AskToolOutput } from "#lib/contract/ask-tools";
import { findValues } from "#lib/data/find-values";
import type { Source } from "#lib/worksheet/worksheet";
import { type AskSession, openSource } from "../session.ts";

const mostWords = 12;
const mostValues = 20;

export async function findValuesTool(
  session: AskSession,
  { source: name, column, words }: AskToolInput<"find-values">,
): Promise<AskToolOutput<"find-values">> {
  const { source, sources } = await openSource(session, name);
  const columnId = column === null ? null : (source.columns.find((one) => sameName(one.name, column))?.id ?? null);
  const matches = await findValues(session.viewer, source.id, {
    columnId,
    words: words.slice(0, mostWords),
    signal: session.signal,
  });
  const found = matches.map(({ word, columnPath, values, exact }) => ({
    word,
    column: columnPath.join("/"),
    values: values.slice(0, mostValues),
    exact,
  }));
  return { ok: true, matches: allowMatches(session, { source, sources }, found) };
}

type Matches = Extract<AskToolOutput<"find-values">, { ok: true }>["matches"];
type Opened = { readonly source: Source; readonly sources: ReadonlyMap<string, Source> };

/** What of the found values the ladder lets through. */
export function allowMatches({ allowance }: AskSession, { source, sources }: Opened, matches: Matches): Matches {
  const withheld = allowance.isExternal ? withheldPaths(source, sources) : new Set<string>();
  return matches
    .filter((match) => !withheld.has(match.column))
    .map((match) => (allowance.foundValues ? match : { ...match, values: [] }));
}

function sameName(name: string, written: string): boolean {
  return (
    name.toLowerCase() ===
    written
      .replace(/^\[|\]$/g, "")
      .trim()
      .toLowerCase()
  );
}

function withheldPaths(source: Source, sources: ReadonlyMap<string, Source>): Set<string> {
  const own = source.columns.filter((column) => column.neverSend).map((column) => column.name);
  const related = source.relationships.flatMap(({ name, toSourceId }) =>
    (sources.get(toSourceId)?.columns ?? [])
      .filter((column) => column.neverSend)
      .map((column) => `${name}/${column.name}`),
  );
  return new Set([...own, ...related]);
}
