import type { SourceScope } from "#components/formula/use-source-scope";
import type { ValueType } from "#lib/formula/types";
import { referenceText } from "#lib/worksheet/draft-columns";

/** A column that rows can take from the source: its own, or one that a relationship reaches. */
export type SourceColumn = {
  /** `Region`, `Products/Category`: as drafts name it. */
  readonly path: string;
  readonly name: string;
  readonly type: ValueType;
  readonly reference: string;
};

export function sourceColumnsOf(scope: SourceScope): readonly SourceColumn[] {
  if (scope.state !== "ready") return [];
  const { source, place } = scope;
  const own = source.columns.map((column) => ({ column, path: [column.name] }));
  const related = source.relationships.flatMap(({ name, toSourceId }) =>
    (place.scope.sources.get(toSourceId)?.columns ?? []).map((column) => ({ column, path: [name, column.name] })),
  );
  return [...own, ...related]
    .filter(({ column }) => !column.hidden)
    .map(({ column, path }) => ({
      path: path.join("/"),
      name: column.name,
      type: column.type,
      reference: referenceText(path),
    }));
}

/** Names that formulas already mean columns of the source by. */
export function sourceNamesOf(scope: SourceScope): readonly string[] {
  return scope.state === "ready" ? scope.source.columns.map(({ name }) => name) : [];
}
