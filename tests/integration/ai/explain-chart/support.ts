import type { MockLanguageModelV4 } from "ai/test";
import { getUploadConnectionId } from "#db/queries/connections";
import { createLooseRun, getRun } from "#db/queries/runs";
import { createSource } from "#db/queries/sources";
import { explainWith } from "#lib/ai/explain-chart/explain-chart";
import { createChart } from "#lib/chart/chart";
import type { Drawn } from "#lib/chart/chart-facts";
import type { ExplainChartInput } from "#lib/contract/explain-chart";
import type { RunPart } from "#lib/contract/run-chunks";
import type { RunDetail } from "#lib/contract/runs";
import { builderEngine } from "#lib/data/duckdb/engines";
import { sourceFile, writeSourceFile } from "#lib/data/source-files";
import type { Person } from "#lib/permissions";
import { readParts } from "#lib/runs/fold";
import { firstChunks, performRun } from "#lib/runs/perform-run";
import { getRunDetail } from "#lib/runs/run-detail";
import type { Document, Worksheet } from "#lib/worksheet/worksheet";

export type Explained = RunDetail & { readonly parts: readonly RunPart[]; readonly isBuiltIn: boolean };

type Options = { readonly provider?: string };

/** Explains through the real compiler and engine, with a scripted model. */
export async function explain(
  viewer: Person,
  model: MockLanguageModelV4,
  input: ExplainChartInput,
  { provider = "openai-compatible" }: Options = {},
): Promise<Explained> {
  const { runId } = await createLooseRun(
    viewer,
    { kind: "explain-chart", instanceId: "test", input: { ...input } },
    firstChunks,
  );
  const identity = { provider, model: "scripted", configurationVersion: 1 };
  const usage = async () => ({ calls: model.doStreamCalls.length, inputTokens: 10, outputTokens: 5, costUsd: null });
  const models = { chat: model, embedding: null, embeddingIdentity: null, identity, usage };
  await performRun(viewer, runId, explainWith(models, viewer, input));
  const parts = readParts((await getRun(viewer, runId)).parts ?? []);
  return { ...(await getRunDetail(viewer, runId)), parts, isBuiltIn: model.doStreamCalls.length === 0 };
}

type SalesChart = { readonly key?: string; readonly filters?: Worksheet["filters"]; readonly mark?: "bar" | "kpi" };

/** Amount by a column of the sales, as a workbook's chart carries it. */
export function salesChart(sourceId: string, { key = "Region", filters = [], mark = "bar" }: SalesChart = {}) {
  const worksheet: Worksheet = {
    version: 1,
    name: "Sales",
    source: { sourceId },
    columns: [
      { id: "key", name: key, formula: `[${key}]` },
      { id: "total", name: "Total", formula: "Sum([Amount])", format: { kind: "currency", decimals: 2 } },
    ],
    groupings: [{ id: "g1", keys: ["key"], calculations: ["total"], sort: [] }],
    summaries: [],
    filters: [...filters],
    sort: [],
    limit: null,
  };
  const document: Document = { worksheets: { w1: worksheet }, controls: [] };
  const view = {
    worksheetId: "w1",
    level: "g1",
    columns: ["key", "total"],
    chart: { x: "key", color: null, trellis: null },
  };
  const chart: Drawn = createChart({
    view,
    mark,
    x: "key",
    y: ["total"],
    color: null,
    size: null,
    trellis: null,
    stacking: "none",
    orientation: "vertical",
  });
  return { document, chart };
}

/** Single rows of a source, as marks. */
export function rowsChart(sourceId: string, { key = "Region" }: SalesChart = {}): ReturnType<typeof salesChart> {
  const { document, chart } = salesChart(sourceId, { key });
  const columns = [
    { id: "key", name: key, formula: `[${key}]` },
    { id: "total", name: "Amount once more", formula: "[Amount]" },
  ];
  const worksheets = Object.fromEntries(
    Object.entries(document.worksheets).map(([id, sheet]) => [id, { ...sheet, columns, groupings: [] }]),
  );
  const view = { worksheetId: chart.view.worksheetId, level: "base", columns: ["key", "total"] };
  return { document: { ...document, worksheets }, chart: { ...chart, view } };
}

/** Written anew unless it is said otherwise: what is kept is another test's. */
export function asInput(
  { document, chart }: ReturnType<typeof salesChart>,
  more: Partial<ExplainChartInput> = {},
): ExplainChartInput {
  return { kind: "explain-chart", chart, title: "Sales by region", data: { document }, regenerate: true, ...more };
}

/** A source of 300 groups with a value each. */
export async function createMany(viewer: Person): Promise<string> {
  const version = crypto.randomUUID();
  await writeSourceFile(sourceFile(viewer.organizationId, "many", version), async (path) => {
    const sql = "CREATE TABLE many AS SELECT 'Shop ' || i AS shop, i * 1.5 AS amount FROM range(1, 301) AS t(i)";
    const limits = { signal: new AbortController().signal, deadlineMs: 30_000 };
    await builderEngine().script({ path, statements: [{ sql, params: [] }] }, limits);
  });
  const column = (id: string, name: string, type: "text" | "number") => {
    return { id, name, type, description: "", neverSend: false, hidden: false };
  };
  return createSource(
    viewer,
    {
      connectionId: await getUploadConnectionId(viewer),
      name: "Many",
      kind: "table",
      table: { catalog: "many", schema: "main", name: "many" },
      version,
      asOf: "2026-11-01",
      description: "",
      aiContext: "",
      endorsement: "none",
      highlighted: true,
      rowCount: 300,
      byteCount: null,
      columns: [column("shop", "Shop", "text"), column("amount", "Amount", "number")],
      metrics: [],
      relationships: [],
    },
    [{ granteeKind: "user", granteeId: viewer.userId, access: "manage" }],
  );
}

/** Everything that was told to the model, as one text. */
export function sentTo(model: MockLanguageModelV4): string {
  return JSON.stringify(model.doStreamCalls.map(({ prompt }) => prompt));
}

/** Files among it, in base64. */
export function picturesTo(model: MockLanguageModelV4): readonly string[] {
  return model.doStreamCalls.flatMap(({ prompt }) =>
    prompt.flatMap((message) =>
      message.role === "user"
        ? message.content.flatMap((part) =>
            part.type === "file" && part.data.type === "data" ? [String(part.data.data)] : [],
          )
        : [],
    ),
  );
}
