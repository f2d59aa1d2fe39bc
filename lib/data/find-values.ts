import "server-only";
import { getSourceScope } from "#db/queries/sources";
import { AskbookError } from "#lib/errors";
import type { Viewer } from "#lib/permissions";
import { referenceText } from "#lib/worksheet/draft-columns";
import type { Filter, Source } from "#lib/worksheet/worksheet";
import { type Fit, matchValues } from "./match-values.ts";
import { prepareView } from "./prepare-view.ts";
import { lookAt, valuesView } from "./quick-view.ts";

export type FoundValues = {
  readonly word: string;
  readonly columnId: string;
  /** `[name]`, or `[relationship, name]`. */
  readonly columnPath: readonly string[];
  /** Most frequent first. */
  readonly values: readonly string[];
  /** The word is the whole value. */
  readonly exact: boolean;
};

type TextColumn = { readonly columnId: string; readonly path: readonly string[] };

/** Values of a column that are kept and matched here; of more, the engine finds those that contain the word. */
const keptValues = 5_000;
const mostValues = 20;

/**
 * Values of text columns, related ones too, that fit words of a question; the best fits first. Every value is one that the viewer may read.
 * `columnId` null: all text columns.
 */
export async function findValues(
  viewer: Viewer,
  sourceId: string,
  { columnId, words, signal = AbortSignal.timeout(20_000) }: FindValuesOptions,
): Promise<readonly FoundValues[]> {
  const scope = await getSourceScope(viewer, sourceId);
  const source = scope.get(sourceId);
  if (source === undefined) throw new AskbookError("not_found");
  const columns = textColumns(source, scope).filter((column) => columnId === null || column.columnId === columnId);
  const found = await Promise.all(columns.map((column) => findInColumn(viewer, sourceId, column, words, signal)));
  return found
    .flat()
    .sort((left, right) => rank[left.fit] - rank[right.fit])
    .map(({ fit, ...match }) => ({ ...match, exact: fit === "whole" }));
}

type FindValuesOptions = {
  readonly columnId: string | null;
  readonly words: readonly string[];
  readonly signal?: AbortSignal;
};

const rank: Record<Fit, number> = { whole: 0, word: 1, prefix: 2, near: 3 };

/** Own columns, and related ones that no own column shows already. */
function textColumns(source: Source, scope: ReadonlyMap<string, Source>): TextColumn[] {
  const shown = new Set(source.columns.map((column) => column.formula));
  const own = source.columns.filter(isSearched).map(({ id, name }) => ({ columnId: id, path: [name] }));
  const related = source.relationships.flatMap(({ name, toSourceId }) =>
    (scope.get(toSourceId)?.columns ?? [])
      .filter(isSearched)
      .map((column) => ({ columnId: column.id, path: [name, column.name] }))
      .filter(({ path }) => !shown.has(referenceText(path))),
  );
  return [...own, ...related];
}

function isSearched({ type, hidden }: Source["columns"][number]): boolean {
  return type === "text" && !hidden;
}

async function findInColumn(
  viewer: Viewer,
  sourceId: string,
  { columnId, path }: TextColumn,
  words: readonly string[],
  signal: AbortSignal,
): Promise<(Omit<FoundValues, "exact"> & { readonly fit: Fit })[]> {
  const known = await knownValues(viewer, sourceId, path, signal);
  const found = await Promise.all(
    words.map(async (word) => {
      const values = known.isComplete
        ? known.values
        : [...known.values, ...(await valuesWith(viewer, sourceId, path, word, signal))];
      const matches = matchValues(values, word);
      const fit = matches[0]?.fit;
      const texts = [...new Set(matches.map((match) => match.value))].slice(0, mostValues);
      return fit === undefined ? [] : [{ word, columnId, columnPath: path, values: texts, fit }];
    }),
  );
  return found.flat();
}

type KnownValues = { readonly values: readonly string[]; readonly isComplete: boolean };

/** By query: the hash holds the data's version and the viewer's rules. */
const cache = new Map<string, Promise<KnownValues>>();
const cacheSize = 500;

async function knownValues(
  viewer: Viewer,
  sourceId: string,
  path: readonly string[],
  signal: AbortSignal,
): Promise<KnownValues> {
  const prepared = await prepareView(viewer, valuesView(sourceId, path));
  const read = async (): Promise<KnownValues> => {
    const { columns, truncated } = await lookAt(viewer, prepared, { signal, rowLimit: keptValues });
    return { values: textsOf(columns[0]), isComplete: !truncated };
  };
  if (Object.values(prepared.dataVersions).includes(null)) return read();
  const key = `${viewer.organizationId} ${prepared.queryHash}`;
  const reading = cache.get(key) ?? read();
  cache.delete(key);
  cache.set(key, reading);
  for (const oldest of cache.keys()) if (cache.size > cacheSize) cache.delete(oldest);
  try {
    return await reading;
  } catch (error) {
    cache.delete(key);
    throw error;
  }
}

async function valuesWith(
  viewer: Viewer,
  sourceId: string,
  path: readonly string[],
  word: string,
  signal: AbortSignal,
): Promise<string[]> {
  const filter: Filter = {
    id: "word",
    columnId: "value",
    exclude: false,
    nulls: "drop",
    kind: "text",
    operator: "contains",
    text: word,
    matchCase: false,
  };
  const prepared = await prepareView(viewer, valuesView(sourceId, path, [filter]));
  const { columns } = await lookAt(viewer, prepared, { signal, rowLimit: 200 });
  return textsOf(columns[0]);
}

function textsOf(cells: readonly unknown[] | undefined): string[] {
  return (cells ?? []).filter((cell) => typeof cell === "string");
}
