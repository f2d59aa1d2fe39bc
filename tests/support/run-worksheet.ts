import { expect } from "vitest";
import type { DialectName } from "#lib/sql/dialect";
import type { SqlStatement } from "#lib/sql/fragment";
import { type CheckScope, checkView } from "#lib/worksheet/check";
import { type CompileContext, compileCount, compileRange, compileView, type RowOrder } from "#lib/worksheet/compile";
import { createWorksheet } from "#lib/worksheet/create-worksheet";
import type { WorksheetDraft } from "#lib/worksheet/draft";
import type { Cell, ResultColumn } from "#lib/worksheet/result";
import type { Control, Document, Source, View } from "#lib/worksheet/worksheet";
import { emptyDocument, ordersSource, shopSources } from "./shop.ts";
import type { TwoEngines } from "./two-engines.ts";

export const testContext: CompileContext = {
  timeZone: "Europe/Berlin",
  weekStart: "sunday",
  asOf: "2025-04-01",
  person: { email: "ada@example.test", firstName: "Ada", fullName: "Ada Test", teams: ["Sales"], attributes: {} },
  controls: [],
};

export type WorksheetOptions = {
  readonly source?: Source;
  readonly sources?: ReadonlyMap<string, Source>;
  readonly controls?: readonly Control[];
  /** Another view of the worksheet than the draft's own, with columns by name. */
  readonly level?: View["level"];
  readonly columns?: readonly string[];
  readonly document?: Document;
};

export type Prepared = {
  readonly document: Document;
  readonly view: View;
  readonly schema: readonly ResultColumn[];
  compile(dialect: DialectName): SqlStatement & { readonly rowOrder?: RowOrder };
  compileRange(dialect: DialectName, range: { readonly offset: number; readonly limit: number }): SqlStatement;
  compileCount(dialect: DialectName): SqlStatement;
};

/** A draft as statements, through the same doors as in the product. */
export function prepare(draft: WorksheetDraft, options: WorksheetOptions = {}): Prepared {
  const controls = [...(options.controls ?? [])];
  const scope: CheckScope = {
    sources: options.sources ?? shopSources,
    document: { ...(options.document ?? emptyDocument), controls },
    customFunctions: [],
    weekStart: "sunday",
  };
  const created = createWorksheet(draft, options.source ?? ordersSource, scope);
  if (!created.ok) throw new Error(JSON.stringify(created.diagnostics, null, 2));
  const { worksheet, document } = created;
  const idOf = (name: string): string => worksheet.columns.find((column) => column.name === name)?.id ?? name;
  const view: View = {
    ...created.view,
    ...(options.level === undefined ? {} : { level: options.level }),
    ...(options.columns === undefined ? {} : { columns: options.columns.map(idOf) }),
  };
  return prepareView(view, document, { ...scope, document });
}

export function prepareView(view: View, document: Document, scope: CheckScope): Prepared {
  const checked = checkView(view, scope);
  const context = { ...testContext, controls: document.controls };
  return {
    document,
    view,
    schema: checked.schema,
    compile: (dialect) => compileView(checked, dialect, context),
    compileRange: (dialect, range) => compileRange(checked, dialect, context, range),
    compileCount: (dialect) => compileCount(checked, dialect, context),
  };
}

/** Runs a worksheet on both engines, which must agree, and gives the rows. Unordered results are compared as sets. */
export async function runBoth(engines: TwoEngines, prepared: Prepared): Promise<Cell[][]> {
  const duckdb = await runOn("duckdb", engines, prepared);
  const postgres = await runOn("postgres", engines, prepared);
  const isOrdered = /ORDER BY[^()]*$/.test(prepared.compile("duckdb").sql);
  expect(isOrdered ? postgres : sorted(postgres)).toEqual(isOrdered ? duckdb : sorted(duckdb));
  return duckdb;
}

async function runOn(dialect: DialectName, engines: TwoEngines, prepared: Prepared): Promise<Cell[][]> {
  const statement = prepared.compile(dialect);
  try {
    return await engines[dialect](statement, prepared.schema);
  } catch (cause) {
    throw new Error(`${dialect} refused:\n${statement.sql}\n${JSON.stringify(statement.params)}\n${String(cause)}`, {
      cause,
    });
  }
}

function sorted(rows: readonly Cell[][]): Cell[][] {
  return rows.toSorted((left, right) => (JSON.stringify(left) < JSON.stringify(right) ? -1 : 1));
}
