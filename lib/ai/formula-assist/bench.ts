import "server-only";
import { getOrganization, type Organization } from "#db/queries/organizations";
import type { FormulaPlace, FormulaTarget } from "#lib/contract/formula-assist";
import { rootOf } from "#lib/data/prepare-view";
import { getFormulaScope } from "#lib/data/preview-formula";
import { AskbookError } from "#lib/errors";
import type { Person } from "#lib/permissions";
import type { RunContext } from "#lib/runs/perform-run";
import type { CheckScope } from "#lib/worksheet/check";
import { previewScope, previewWorksheetId } from "#lib/worksheet/formula-preview";
import type { Document, Level, Source, Worksheet } from "#lib/worksheet/worksheet";

/** Where a formula is to stand, with everything that it may name there. */
export type Board = {
  readonly document: Document;
  readonly worksheetId: string;
  readonly worksheet: Worksheet;
  readonly place: FormulaPlace;
  readonly scope: CheckScope;
  /** Under the worksheet, through the worksheets that it reads from. */
  readonly source: Source;
  /** Whether the worksheet reads the source itself. */
  readonly readsSource: boolean;
};

/** Where formulas are tried out, and who tries. */
export type Bench = Board & {
  readonly viewer: Person;
  readonly context: RunContext;
  readonly organization: Organization;
};

/** Throws not_found for what the viewer may not use. */
export async function openBench(viewer: Person, context: RunContext, target: FormulaTarget): Promise<Bench> {
  const { document, worksheetId, place } = "sourceId" in target ? alone(target.sourceId) : target;
  const worksheet = document.worksheets[worksheetId];
  if (worksheet === undefined) throw new AskbookError("not_found", { message: "The worksheet does not exist." });
  const rootId = rootOf(document, { worksheetId });
  const [organization, known] = await Promise.all([getOrganization(viewer), getFormulaScope(viewer, rootId)]);
  const { sources: listed, customFunctions, weekStart, dialect } = known;
  const sources = new Map(listed.map((source) => [source.id, source]));
  const source = sources.get(rootId);
  if (source === undefined) throw new AskbookError("not_found");
  const scope = { sources, document, customFunctions, weekStart, dialect };
  requirePlace(worksheet, place);
  const readsSource = "sourceId" in worksheet.source;
  return { viewer, context, organization, document, worksheetId, worksheet, place, scope, source, readsSource };
}

function alone(sourceId: string) {
  const { document } = previewScope(sourceId, { sources: new Map(), customFunctions: [], weekStart: "sunday" });
  const place: FormulaPlace = { kind: "column", level: null, columnId: null };
  return { document, worksheetId: previewWorksheetId, place };
}

function requirePlace(worksheet: Worksheet, place: FormulaPlace): void {
  const level = place.kind === "chart-field" ? place.view.level : place.level;
  if (level !== null && !levelsOf(worksheet).includes(level))
    throw new AskbookError("invalid_input", { message: "The worksheet has no such level.", field: "target" });
  const columnId = place.kind === "filter" ? null : place.columnId;
  if (columnId !== null && !worksheet.columns.some(({ id }) => id === columnId))
    throw new AskbookError("invalid_input", { message: "The worksheet has no such column.", field: "target" });
}

/** From the base rows outwards. */
export function levelsOf(worksheet: Worksheet): readonly Level[] {
  return ["base", ...worksheet.groupings.map(({ id }) => id).toReversed(), "summary"];
}
