import "server-only";
import type { Organization } from "#db/queries/organizations";
import { getSourceScope } from "#db/queries/sources";
import type { FoundValue } from "#lib/ai/built-in/mentions/find-values";
import { findValues } from "#lib/data/find-values";
import { AskbookError } from "#lib/errors";
import type { Person } from "#lib/permissions";
import { describeSource, type SourceDescription } from "./describe-source.ts";

type ReaderOptions = { readonly viewer: Person; readonly organization: Organization; readonly signal: AbortSignal };

/** Tells many questions of the same sources: each source is described once, each word is looked up once. */
export function createSourceReader({ viewer, organization, signal }: ReaderOptions) {
  const telling = { isExternal: false, aggregates: true, baseRows: 1 };
  const describe = remember(async (sourceId): Promise<SourceDescription> => {
    const scope = await getSourceScope(viewer, sourceId);
    const source = scope.get(sourceId);
    if (source === undefined) throw new AskbookError("not_found");
    return describeSource(viewer, source, scope, { organization, question: "", telling });
  });
  const valuesBySource = remember(async () => new Map<string, readonly FoundValue[]>());
  return {
    describe,
    /** As many words are looked up as Ask does for a question. */
    findValues: async (sourceId: string, words: readonly string[]): Promise<readonly FoundValue[]> => {
      const known = await valuesBySource(sourceId);
      const wanted = words.slice(0, mostWords);
      const missing = wanted.filter((word) => !known.has(word));
      if (missing.length > 0) {
        const matches = await findValues(viewer, sourceId, { columnId: null, words: missing, signal });
        const values = matches.map(({ columnPath, ...match }) => ({ ...match, column: columnPath.join("/") }));
        for (const word of missing)
          known.set(
            word,
            values.filter((value) => value.word === word),
          );
      }
      return wanted.flatMap((word) => known.get(word) ?? []);
    },
  };
}

export type SourceReader = ReturnType<typeof createSourceReader>;

const mostWords = 12;

function remember<T>(make: (key: string) => Promise<T>): (key: string) => Promise<T> {
  const made = new Map<string, Promise<T>>();
  return (key) => {
    const value = made.get(key) ?? make(key);
    made.set(key, value);
    return value;
  };
}
