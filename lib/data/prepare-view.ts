import "server-only";
import { createHash } from "node:crypto";
import { type ConnectionRow, findConnections } from "#db/queries/connections";
import { findCustomFunctions } from "#db/queries/custom-functions";
import { getOrganization } from "#db/queries/organizations";
import { findSourceIdsByName, findUnusableSources, getSourceScope } from "#db/queries/sources";
import { AskbookError } from "#lib/errors";
import { parseFormula } from "#lib/formula/parse";
import { findReferences } from "#lib/formula/rename";
import type { Viewer } from "#lib/permissions";
import type { SqlStatement } from "#lib/sql/fragment";
import { type CheckedView, checkView } from "#lib/worksheet/check";
import { type CompileContext, compileCount, compileRange, compileView, type RowOrder } from "#lib/worksheet/compile";
import type { Document, Source, View } from "#lib/worksheet/worksheet";
import { currentMoment } from "./moment.ts";

export type RowRange = { readonly offset: number; readonly limit: number };
export type ViewOfDocument = { readonly document: Document; readonly view: View };

/** A view that was checked and compiled for a viewer, not yet run. */
export type PreparedView = {
  readonly checked: CheckedView;
  readonly statement: SqlStatement;
  readonly rowOrder: RowOrder;
  /** A range of the rows, in one order for all ranges. */
  rangeStatement(range: RowRange): SqlStatement;
  /** One row with one number: the rows there are, without the worksheet's limit. */
  countStatement(): SqlStatement;
  readonly connection: ConnectionRow;
  readonly sourceId: string;
  /** Everything that the statement may read. */
  readonly sources: ReadonlyMap<string, Source>;
  readonly dataVersions: Readonly<Record<string, string | null>>;
  readonly asOf: string;
  readonly queryHash: string;
};

/** Throws not_found for a source that the viewer may not use, formula_invalid. `asOf`: a moment of the past instead of the source's. */
export async function prepareView(
  viewer: Viewer,
  { document, view }: ViewOfDocument,
  asOf?: string,
): Promise<PreparedView> {
  const root = rootOf(document, view);
  const [organization, scope, customFunctions] = await Promise.all([
    getOrganization(viewer),
    readScope(viewer, document, root),
    findCustomFunctions(viewer),
  ]);
  const source = scope.get(root);
  if (source === undefined) throw new AskbookError("not_found");
  const [connection] = await findConnections(viewer, [source.connectionId]);
  if (connection === undefined) throw new AskbookError("not_found");
  // One statement runs on one engine: what lives elsewhere is unknown to it.
  const sources = new Map([...scope].filter(([, { connectionId }]) => connectionId === source.connectionId));
  const { weekStart, timeZone } = organization;
  const checked = checkView(view, { sources, document, customFunctions, weekStart, dialect: connection.kind });
  const moment = asOf ?? source.asOf ?? currentMoment(timeZone);
  const dialect = connection.kind;
  const context: CompileContext = {
    timeZone,
    weekStart,
    asOf: moment,
    person: personOf(viewer),
    controls: document.controls,
  };
  const { rowOrder, ...statement } = compileView(checked, dialect, context);
  const dataVersions = Object.fromEntries([...sources.values()].map(({ id, version }) => [id, version ?? null]));
  const queryHash = hashQuery(connection, statement, dataVersions);
  return {
    checked,
    statement,
    rowOrder,
    rangeStatement: (range) => compileRange(checked, dialect, context, range),
    countStatement: () => compileCount(checked, dialect, context),
    connection,
    sourceId: root,
    sources,
    dataVersions,
    asOf: moment,
    queryHash,
  };
}

export function hashQuery(
  { id, kind }: Pick<ConnectionRow, "id" | "kind">,
  { sql, params }: SqlStatement,
  dataVersions: Readonly<Record<string, string | null>>,
): string {
  const versions = Object.entries(dataVersions).sort(([left], [right]) => (left < right ? -1 : 1));
  return createHash("sha256")
    .update(JSON.stringify([id, kind, sql, params, versions]))
    .digest("hex");
}

/** The source under the view's worksheet, through the worksheets that it reads from. */
export function rootOf(document: Document, view: Pick<View, "worksheetId">): string {
  let worksheetId = view.worksheetId;
  for (let depth = 0; depth < 50; depth += 1) {
    const source = document.worksheets[worksheetId]?.source;
    if (source === undefined) throw new AskbookError("not_found", { message: "The worksheet does not exist." });
    if ("sourceId" in source) return source.sourceId;
    worksheetId = source.worksheetId;
  }
  throw new AskbookError("invalid_input", { message: "The worksheets read from each other in a circle." });
}

/** The sources of the document's worksheets, and those that its formulas name, as far as the viewer may use them, with what they reach. */
async function readScope(viewer: Viewer, document: Document, root: string): Promise<ReadonlyMap<string, Source>> {
  const read = Object.values(document.worksheets).flatMap(({ source }) =>
    "sourceId" in source ? [source.sourceId] : [],
  );
  const [unusable, named] = await Promise.all([
    findUnusableSources(viewer, [...new Set(read)]),
    findSourceIdsByName(viewer, namesBeforeColumns(document)),
  ]);
  if (unusable.includes(root))
    throw new AskbookError("not_found", { message: "The source of this data was removed, or is not shared with you." });
  const usable = new Set([...read, ...named].filter((id) => !unusable.includes(id)));
  const scopes = await Promise.all([...usable].map((id) => getSourceScope(viewer, id)));
  return new Map(scopes.flatMap((scope) => [...scope]));
}

/** As in `[Returns/Reason]`: what Lookup and Rollup read from may be a source that no worksheet starts from. */
export function namesBeforeColumns({ worksheets }: Pick<Document, "worksheets">): string[] {
  const formulas = Object.values(worksheets).flatMap(({ columns, filters }) => [
    ...columns.map(({ formula }) => formula),
    ...filters.flatMap((filter) => (filter.kind === "formula" ? [filter.formula] : [])),
  ]);
  const paths = formulas.flatMap((formula) => findReferences(parseFormula(formula).expression).map(({ path }) => path));
  return [...new Set(paths.flatMap(([name, column]) => (name === undefined || column === undefined ? [] : [name])))];
}

/** The system is nobody: rules that ask who is looking see no one. */
function personOf(viewer: Viewer) {
  const { email, name } = viewer.kind === "person" ? viewer : { email: "", name: "" };
  return { email, firstName: name.split(" ")[0] ?? name, fullName: name, teams: [], attributes: {} };
}
