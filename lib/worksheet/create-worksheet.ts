import { type CheckScope, checkElements, checkView, type ViewDiagnostic } from "./check.ts";
import type { WorksheetDraft } from "./draft.ts";
import { createDraftColumns, type DraftColumns, type DraftDiagnostic } from "./draft-columns.ts";
import { createFilter } from "./draft-filters.ts";
import { isReadableAt, placementOf, rowLevelOf } from "./row-level.ts";
import {
  type Document,
  type Filter,
  type Grouping,
  type Level,
  type Sort,
  type Source,
  type View,
  type Worksheet,
  worksheetSchema,
} from "./worksheet.ts";

export type { DraftDiagnostic } from "./draft-columns.ts";

export type CreatedWorksheet =
  | {
      readonly ok: true;
      readonly worksheetId: string;
      readonly worksheet: Worksheet;
      readonly view: View;
      /** The scope's document with the worksheet in it. */
      readonly document: Document;
      readonly warnings: readonly string[];
    }
  | { readonly ok: false; readonly diagnostics: readonly DraftDiagnostic[] };

/**
 * Turns a model's draft into a worksheet over `source` and the view that shows it, with ids that follow from the draft. The
 * worksheet takes the first free id (`w1`, `w2`, …) of the scope's document. Errors say what to write instead.
 */
export function createWorksheet(draft: WorksheetDraft, source: Source, scope: CheckScope): CreatedWorksheet {
  const diagnostics: DraftDiagnostic[] = [];
  const report = (diagnostic: DraftDiagnostic): void => {
    diagnostics.push(diagnostic);
  };
  const columns = createDraftColumns(draft, source, scope.sources, report);
  const worksheetId = freeWorksheetId(scope.document);
  const named = nameParts(draft, columns, report);
  const placed = placeAggregates(assemble(draft, source, columns, named), worksheetId, scope);
  const shown = named.show ?? shownColumns(placed, source, columns, report);
  const worksheet = { ...placed, columns: [...columns.all()] };
  const view: View = { worksheetId, level: viewLevel(worksheet), columns: shown };
  if (diagnostics.length > 0) return { ok: false, diagnostics };
  return finish(worksheet, view, scope);
}

type NamedParts = {
  readonly groupings: readonly Grouping[];
  readonly summaries: readonly string[];
  readonly filters: readonly Filter[];
  readonly sort: readonly Sort[];
  readonly show: string[] | null;
};

type Report = (diagnostic: DraftDiagnostic) => void;

function nameParts(draft: WorksheetDraft, columns: DraftColumns, report: Report): NamedParts {
  const idsOf = (names: readonly string[], where: string): string[] => [
    ...new Set(names.flatMap((name) => columns.find(name, where)?.id ?? [])),
  ];
  const sortOf = (sorts: WorksheetDraft["sort"], where: string): Sort[] =>
    sorts.flatMap(({ column, direction }) => {
      const found = columns.find(column, where);
      return found === null ? [] : [{ columnId: found.id, direction }];
    });
  const groupings = draft.groupings.map((grouping, index) => ({
    id: `g${index + 1}`,
    keys: idsOf(grouping.keys, `groupings[${index}].keys`),
    calculations: idsOf(grouping.calculations, `groupings[${index}].calculations`),
    sort: sortOf(grouping.sort, `groupings[${index}].sort`),
  }));
  for (const [index, grouping] of draft.groupings.entries()) {
    if (grouping.keys.length > 0) continue;
    report({ where: `groupings[${index}]`, message: "A grouping needs a key.", fix: "Put totals into summaries." });
  }
  const summaries = idsOf(draft.summaries, "summaries");
  const filters = draft.filters.flatMap(
    (filter, index) => createFilter(filter, index, { columns, groupings, report }) ?? [],
  );
  const show = draft.show === null || draft.show.length === 0 ? null : idsOf(draft.show, "show");
  return { groupings, summaries, filters, sort: sortOf(draft.sort, "sort"), show };
}

function assemble(draft: WorksheetDraft, source: Source, columns: DraftColumns, parts: NamedParts): Worksheet {
  const keys = new Set(parts.groupings.flatMap((grouping) => grouping.keys));
  return {
    version: 1,
    name: draft.name.trim().slice(0, 200) || source.name,
    source: { sourceId: source.id },
    columns: [...columns.all()],
    groupings: parts.groupings.map((grouping) => ({
      ...grouping,
      calculations: grouping.calculations.filter((columnId) => !keys.has(columnId)),
    })),
    summaries: parts.summaries.filter((columnId) => !keys.has(columnId)),
    filters: [...parts.filters],
    sort: [...parts.sort],
    limit: draft.limit === null ? null : Math.max(1, draft.limit),
  };
}

/** A column that aggregates but was put nowhere belongs to the last grouping, else to the summaries; so do filters on one. */
function placeAggregates(worksheet: Worksheet, worksheetId: string, scope: CheckScope): Worksheet {
  const document = withWorksheet(scope.document, worksheetId, worksheet);
  const element = checkElements({ ...scope, document }).get(worksheetId);
  const isAggregate = (diagnostics: readonly { readonly code: string }[]): boolean =>
    diagnostics.some((diagnostic) => diagnostic.code === "aggregate_at_base");
  const loose = worksheet.columns
    .filter(
      ({ id }) => placementOf(worksheet, id).role === "base" && isAggregate(element?.column(id)?.diagnostics ?? []),
    )
    .map((column) => column.id);
  const last = worksheet.groupings.at(-1);
  const aggregateFilters = new Set(
    element?.filters().flatMap(({ filter, diagnostics }) => (isAggregate(diagnostics) ? [filter.id] : [])),
  );
  const filters = worksheet.filters.map((filter) =>
    aggregateFilters.has(filter.id) ? { ...filter, columnId: last?.id ?? "summary" } : filter,
  );
  if (last === undefined) return { ...worksheet, filters, summaries: [...worksheet.summaries, ...loose] };
  const calculations = [...last.calculations, ...loose];
  return { ...worksheet, filters, groupings: [...worksheet.groupings.slice(0, -1), { ...last, calculations }] };
}

function viewLevel(worksheet: Worksheet): Level {
  return worksheet.groupings.at(-1)?.id ?? (worksheet.summaries.length > 0 ? "summary" : "base");
}

function shownColumns(worksheet: Worksheet, source: Source, columns: DraftColumns, report: Report): string[] {
  const { groupings, summaries } = worksheet;
  const last = groupings.at(-1);
  if (last !== undefined) {
    const outer = groupings.slice(0, -1).flatMap((grouping) => grouping.calculations);
    return [...groupings.flatMap((grouping) => grouping.keys), ...last.calculations, ...outer];
  }
  if (summaries.length > 0) return [...summaries];
  const visible = source.columns.filter((column) => !column.hidden);
  const listed = visible.flatMap((column) => columns.find(column.name, "show")?.id ?? []);
  const all = [...new Set([...columns.all().map((column) => column.id), ...listed])];
  if (all.length === 0)
    report({ where: "show", message: "There is nothing to show.", fix: "Name at least one column." });
  return all;
}

function finish(worksheet: Worksheet, view: View, scope: CheckScope): CreatedWorksheet {
  const parsed = worksheetSchema.safeParse(worksheet);
  if (!parsed.success) {
    const issues = parsed.error.issues.map(({ path, message }) => ({ where: path.join("."), message }));
    return { ok: false, diagnostics: issues };
  }
  const document = withWorksheet(scope.document, view.worksheetId, worksheet);
  const checked = checkView(view, { ...scope, document });
  const errors = checked.diagnostics.filter((diagnostic) => diagnostic.severity === "error");
  const found = [...errors.map((error) => describe(error, worksheet)), ...sortProblems(worksheet, view)];
  if (found.length > 0) return { ok: false, diagnostics: found };
  const warnings = checked.diagnostics
    .filter((diagnostic) => diagnostic.severity === "warning")
    .map((warning) => `${describe(warning, worksheet).where}: ${warning.message}`);
  return { ok: true, worksheetId: view.worksheetId, worksheet, view, document, warnings: [...new Set(warnings)] };
}

function sortProblems(worksheet: Worksheet, view: View): readonly DraftDiagnostic[] {
  const level = rowLevelOf(worksheet, view.level);
  return worksheet.sort.flatMap(({ columnId }, index): DraftDiagnostic[] => {
    if (level === undefined || isReadableAt(placementOf(worksheet, columnId).level, level)) return [];
    const name = nameOf(worksheet, columnId);
    const message = `The rows cannot be sorted by "${name}": it has several values on each row of the result.`;
    return [{ where: `sort[${index}]`, message, fix: "Sort by a key or a calculation of the grouping." }];
  });
}

/** Says where a diagnostic belongs, and the formula as its fix would leave it. */
function describe(diagnostic: ViewDiagnostic, worksheet: Worksheet): DraftDiagnostic {
  const column = worksheet.columns.find((candidate) => candidate.id === diagnostic.columnId);
  const filterIndex = worksheet.filters.findIndex((filter) => filter.id === diagnostic.filterId);
  const filter = worksheet.filters[filterIndex];
  const where =
    column !== undefined ? `column "${column.name}"` : filter !== undefined ? `filters[${filterIndex}]` : "view";
  const formula = column?.formula ?? (filter?.kind === "formula" ? filter.formula : undefined);
  const fix = fixText(diagnostic, column?.name, formula, worksheet);
  return fix === undefined ? { where, message: diagnostic.message } : { where, message: diagnostic.message, fix };
}

function fixText(
  diagnostic: ViewDiagnostic,
  name: string | undefined,
  formula: string | undefined,
  worksheet: Worksheet,
): string | undefined {
  const isBareCalculation =
    diagnostic.code === "lower_level" &&
    formula !== undefined &&
    /^\[[^\]]*\]$/.test(formula.trim()) &&
    placementOf(worksheet, diagnostic.columnId ?? "").role !== "base";
  if (isBareCalculation) {
    return `Add a column such as { "name": "Total ${name}", "formula": "Sum(${formula})" } and use its name instead of "${name}".`;
  }
  if (diagnostic.fix === undefined || formula === undefined) return undefined;
  const edits = diagnostic.fix.edits.toSorted((left, right) => right.span.from - left.span.from);
  const fixed = edits.reduce(
    (text, edit) => text.slice(0, edit.span.from) + edit.insert + text.slice(edit.span.to),
    formula,
  );
  return `Write ${fixed}`;
}

function nameOf(worksheet: Worksheet, columnId: string): string {
  return worksheet.columns.find((column) => column.id === columnId)?.name ?? columnId;
}

function withWorksheet(document: Document, worksheetId: string, worksheet: Worksheet): Document {
  return { ...document, worksheets: { ...document.worksheets, [worksheetId]: worksheet } };
}

function freeWorksheetId(document: Document): string {
  let count = 1;
  while (Object.hasOwn(document.worksheets, `w${count}`)) count += 1;
  return `w${count}`;
}
