import { DuckDBInstance } from "@duckdb/node-api";
import { findSources, getSourceScope } from "#db/queries/sources";
import { connect } from "#lib/data/connect";
import { type PreparedView, prepareView, type ViewOfDocument } from "#lib/data/prepare-view";
import { engineFileOf } from "#lib/data/source-files";
import type { Viewer } from "#lib/permissions";
import type { CheckScope } from "#lib/worksheet/check";
import { createWorksheet } from "#lib/worksheet/create-worksheet";
import type { WorksheetDraft } from "#lib/worksheet/draft";
import { compareInTurn, type Measurement, timed } from "./rounds.ts";

type Asked = Omit<WorksheetDraft, "source">;

const empty: Asked = {
  name: "",
  columns: [],
  filters: [],
  groupings: [],
  summaries: [],
  show: null,
  sort: [],
  limit: null,
};
const sales = { name: "Sales in all", formula: "Sum([Sales])", format: null };
const month = { name: "Month", formula: 'DateTrunc("month", [Order Date])', format: null };

/** What people ask of the sample, as drafts. */
const drafts: readonly Asked[] = [
  {
    ...empty,
    name: "sales by region",
    columns: [sales],
    groupings: [{ keys: ["Region"], calculations: ["Sales in all"], sort: [] }],
  },
  {
    ...empty,
    name: "sales by month",
    columns: [sales, month],
    groupings: [{ keys: ["Month"], calculations: ["Sales in all"], sort: [] }],
  },
  {
    ...empty,
    name: "top 10 products last quarter",
    columns: [sales],
    filters: [
      {
        kind: "relative-date",
        column: "Order Date",
        direction: "last",
        period: "quarter",
        length: 1,
        offset: 0,
        exclude: false,
      },
    ],
    groupings: [
      {
        keys: ["Product Name"],
        calculations: ["Sales in all"],
        sort: [{ column: "Sales in all", direction: "descending" }],
      },
    ],
    limit: 10,
  },
  { ...empty, name: "thousand order lines", show: ["Order Id", "Order Date", "Product Name", "Sales"], limit: 1000 },
];

/** Check, compile, run in the engine process and receive, against the same SQL on a DuckDB in this process. */
export async function measureQueries(viewer: Viewer, rounds: number): Promise<Measurement[]> {
  const orders = (await findSources(viewer)).find((source) => source.name === "Orders");
  if (orders === undefined) throw new Error("The sample has no source Orders.");
  const sources = await getSourceScope(viewer, orders.id);
  const source = sources.get(orders.id);
  if (source === undefined) throw new Error("Orders is not in its own scope.");
  const raw = await openRaw(viewer.organizationId, sources.values());
  const scope: CheckScope = {
    sources,
    document: { worksheets: {}, controls: [] },
    customFunctions: [],
    weekStart: "sunday",
  };
  const measurements: Measurement[] = [];
  for (const draft of drafts) {
    const created = createWorksheet({ ...draft, source: orders.name }, source, scope);
    if (!created.ok) throw new Error(`${draft.name}: ${JSON.stringify(created.diagnostics)}`);
    const { worksheet, view } = created;
    const asked = { document: { worksheets: { [view.worksheetId]: worksheet }, controls: [] }, view };
    const { statement } = await prepareView(viewer, asked);
    const baseline = { name: "the same SQL, raw DuckDB", run: () => timed(() => raw(statement)) };
    measurements.push(await compareInTurn(draft.name, rounds, baseline, () => timed(() => runOurs(viewer, asked))));
  }
  return measurements;
}

async function runOurs(viewer: Viewer, asked: ViewOfDocument): Promise<void> {
  const { statement, connection, sources } = await prepareView(viewer, asked);
  const options = { signal: new AbortController().signal, rowLimit: 10_000, onChunk: () => undefined };
  await connect(viewer, connection, sources.values()).run(statement.sql, statement.params, options);
}

type Raw = (statement: PreparedView["statement"]) => Promise<unknown>;

async function openRaw(organizationId: string, sources: Iterable<Parameters<typeof engineFileOf>[1]>): Promise<Raw> {
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  const files = new Map(
    [...sources].flatMap((source) => engineFileOf(organizationId, source) ?? []).map((file) => [file.catalog, file]),
  );
  for (const { catalog, path } of files.values()) await connection.run(`ATTACH '${path}' AS "${catalog}" (READ_ONLY)`);
  return async ({ sql, params }) => (await connection.runAndReadAll(sql, [...params])).getColumns();
}
