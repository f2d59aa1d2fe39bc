import { type CheckedFormula, checkFormula } from "../formula/check.ts";
import type { CustomFunction } from "../formula/checked.ts";
import { precisionOf } from "../formula/precision.ts";
import type { DialectName } from "../sql/dialect.ts";
import type { CheckedRelationship, CheckedSource, CheckedSourceColumn } from "./checked-element.ts";
import type { Asked, FormulaSet } from "./formula-set.ts";
import { createNames, found, type NamedValue, resolutionOf, scopeOf } from "./names.ts";
import type { Relationship, Source, SourceColumn } from "./worksheet.ts";

export type SourceScope = {
  readonly sources: ReadonlyMap<string, Source>;
  readonly customFunctions: readonly CustomFunction[];
  /** The engine of the sources. Default: formulas may only say what every engine can do. */
  readonly dialect?: DialectName;
};

export type Sources = { get(sourceId: string): CheckedSource | null };

/** Sources with their formulas checked on demand. */
export function createSources(scope: SourceScope, formulas: FormulaSet): Sources {
  const known = new Map<string, CheckedSource | null>();
  const sources: Sources = {
    get(sourceId) {
      const cached = known.get(sourceId);
      if (cached !== undefined) return cached;
      known.set(sourceId, null);
      const source = scope.sources.get(sourceId);
      const checked = source === undefined ? null : checkSource(source, scope, sources, formulas);
      known.set(sourceId, checked);
      return checked;
    },
  };
  return sources;
}

function checkSource(source: Source, scope: SourceScope, sources: Sources, formulas: FormulaSet): CheckedSource {
  const cache = new Map<string, CheckedFormula>();
  const columns = new Map(source.columns.map((column) => [column.id, column]));
  let names: ReadonlyMap<string, readonly NamedValue[]> | undefined;

  const check = (key: string, self: string | null, formula: string): Asked<CheckedFormula> =>
    formulas(`${source.id}/${key}`, cache, formula.length, () => {
      names ??= createNames(sourceNames(source, checked, askColumn, sources));
      return checkFormula(formula, scopeOf(names, self, scope));
    });

  const askColumn = (column: SourceColumn): Asked<CheckedFormula> | null =>
    column.formula === undefined ? null : check(`column/${column.id}`, column.id, column.formula);

  const checked: CheckedSource = {
    source,
    base: source.baseSourceId === undefined ? null : sources.get(source.baseSourceId),
    column(columnId) {
      const column = columns.get(columnId);
      if (column === undefined) return undefined;
      return { column, formula: settled(askColumn(column)) } satisfies CheckedSourceColumn;
    },
    relationship(relationshipId) {
      const relationship = source.relationships.find((candidate) => candidate.id === relationshipId);
      if (relationship !== undefined) return checkRelationship(relationship, sources, check);
      return undefined;
    },
    rowRule: () => (source.rowRule === undefined ? null : settled(check("rowRule", null, source.rowRule))),
  };
  return checked;
}

function settled(asked: Asked<CheckedFormula> | null): CheckedFormula | null {
  if (asked !== "cycle") return asked;
  return { expression: null, type: "unknown", diagnostics: [] };
}

function checkRelationship(
  relationship: Relationship,
  sources: Sources,
  check: (key: string, self: string | null, formula: string) => Asked<CheckedFormula>,
): CheckedRelationship | undefined {
  const target = sources.get(relationship.toSourceId);
  if (target === null) return undefined;
  const keys = relationship.keys.flatMap((key, index) => {
    const local = settled(check(`relationship/${relationship.id}/${index}`, null, key.local));
    return local === null ? [] : [{ local, foreign: key.foreign }];
  });
  return { id: relationship.id, name: relationship.name, target, keys };
}

/** What formulas of a source may name: its columns, columns of the source it builds on, and columns over its relationships. */
function* sourceNames(
  source: Source,
  checked: CheckedSource,
  askColumn: (column: SourceColumn) => Asked<CheckedFormula> | null,
  sources: Sources,
): Generator<NamedValue> {
  for (const column of source.columns) {
    yield {
      path: [column.name],
      type: column.type,
      owner: column.id,
      description: column.description,
      resolve: () => columnResolution(askColumn(column), { kind: "column", columnId: column.id }, column),
    };
  }
  yield* sourceColumnNames(checked.base);
  yield* relatedNames(source, sources);
}

function columnResolution(
  asked: Asked<CheckedFormula> | null,
  binding: { readonly kind: "column" | "source-column"; readonly columnId: string },
  column: SourceColumn,
) {
  return asked === null ? found(binding, storedType(column)) : resolutionOf(asked, binding);
}

/** What a stored column holds: its type, grain and precision. */
export function storedType(column: SourceColumn) {
  const isDay = column.type === "date" && column.nativeType?.trim().toLowerCase() === "date";
  return {
    type: column.type,
    grain: column.grain ?? (isDay ? ("day" as const) : undefined),
    precision: precisionOf(column.nativeType),
  };
}

/** Columns of a source as somebody who reads it names them. */
export function* sourceColumnNames(source: CheckedSource | null): Generator<NamedValue> {
  if (source === null) return;
  for (const column of source.source.columns) {
    yield {
      path: [column.name],
      type: column.type,
      description: column.description,
      resolve: () =>
        columnResolution(
          source.column(column.id)?.formula ?? null,
          { kind: "source-column", columnId: column.id },
          column,
        ),
    };
  }
}

/** Columns of the one side of a source's relationships. */
export function* relatedNames(source: Source, sources: Sources): Generator<NamedValue> {
  for (const relationship of source.relationships) {
    const target = sources.get(relationship.toSourceId);
    for (const column of target?.source.columns ?? []) {
      yield {
        path: [relationship.name, column.name],
        type: column.type,
        description: column.description,
        resolve: () => {
          const formula = target?.column(column.id)?.formula ?? null;
          if (formula !== null && formula.expression === null) return { kind: "errored" };
          const binding = { kind: "related-column", relationshipId: relationship.id, columnId: column.id } as const;
          return found(binding, formula ?? storedType(column));
        },
      };
    }
  }
}
