import { readFile } from "node:fs/promises";
import { DuckDBInstance } from "@duckdb/node-api";
import { z } from "zod";
import { phrasesToFind } from "#lib/ai/built-in/mentions/find-values";
import { createBuiltInModel } from "#lib/ai/built-in/model";
import { tokenize } from "#lib/ai/built-in/text/tokens";
import type { Board } from "#lib/ai/formula-assist/bench";
import { describeBoard, levelCalled, levelName } from "#lib/ai/formula-assist/describe-task";
import { isSound, type Sound, tryFormula } from "#lib/ai/formula-assist/try-formula";
import type { ColumnDescription } from "#lib/contract/ask-tools";
import type { FormulaPlace } from "#lib/contract/formula-assist";
import { type FormulaModelInput, formulaAnswerSchema } from "#lib/contract/formula-model";
import { cellsOf } from "#lib/data/duckdb/cells";
import { matchValues } from "#lib/data/match-values";
import { sampleColumns } from "#lib/data/sample/columns";
import { modelColumns, modelContext, modelMetrics, modelRelationships } from "#lib/data/sample/model";
import { type SampleTableName, sampleTables } from "#lib/data/sample/tables";
import { mendFormula } from "#lib/formula/apply-fix";
import { checkView } from "#lib/worksheet/check";
import { compileView } from "#lib/worksheet/compile";
import { addColumn, levelOfPlace } from "#lib/worksheet/place-formula";
import type { Cell } from "#lib/worksheet/result";
import type { Document, Level, Source, Worksheet } from "#lib/worksheet/worksheet";

/** The built-in model on requests of our own, over the sample; what it gives is compared with accepted results row by row. */

const requestSchema = z.object({
  id: z.string(),
  /** What is counted together: ratio, growth, text … */
  kind: z.string(),
  setup: z.enum(["rows", "category", "monthly", "region-month", "filter", "axis"]),
  /** `correct` also with a formula. */
  task: z.enum(["write", "correct"]).default("write"),
  request: z.string(),
  formula: z.string().nullable().default(null),
  /** A settled level, by its name; null: any. */
  level: z.string().nullable().default(null),
  /** Any of these is right; none: it must decline. */
  accept: z.array(z.object({ level: z.string(), formula: z.string() })),
});
export type AssistantRequest = z.infer<typeof requestSchema>;

export type AssistantOutcome = {
  readonly request: AssistantRequest;
  readonly isRight: boolean;
  /** What was answered, or why nothing. */
  readonly answer: string;
};

export async function readAssistantRequests(): Promise<readonly AssistantRequest[]> {
  const text = await readFile(new URL("../../tests/requests/assistant.jsonl", import.meta.url), "utf8");
  return text
    .trim()
    .split("\n")
    .map((line) => requestSchema.parse(JSON.parse(line)));
}

export async function judgeAssistant(requests: readonly AssistantRequest[]): Promise<readonly AssistantOutcome[]> {
  const shop = await createShop();
  const outcomes: AssistantOutcome[] = [];
  for (const request of requests) outcomes.push(await judge(request, shop));
  return outcomes;
}

export function printAssistant(outcomes: readonly AssistantOutcome[], showsFailures: boolean): void {
  const byKind = Map.groupBy(outcomes, ({ request }) => request.kind);
  for (const [kind, some] of [...byKind].toSorted(([left], [right]) => (left < right ? -1 : 1)))
    console.log(`${kind.padEnd(16)} ${scoreOf(some)}`);
  console.log(`${"all".padEnd(16)} ${scoreOf(outcomes)}`);
  if (!showsFailures) return;
  for (const { request, answer } of outcomes.filter(({ isRight }) => !isRight))
    console.log(
      `\n${request.id} [${request.setup}] ${request.request || request.formula}\n  ${answer}\n  wanted ${request.accept.map(({ formula }) => formula).join(" | ")}`,
    );
}

function scoreOf(outcomes: readonly AssistantOutcome[]): string {
  const right = outcomes.filter(({ isRight }) => isRight).length;
  return `${right} of ${outcomes.length}`;
}

type Rows = readonly (readonly Cell[])[];
type Shop = {
  readonly sources: ReadonlyMap<string, Source>;
  readonly orders: Source;
  readonly columns: readonly ColumnDescription[];
  readonly texts: ReadonlyMap<string, readonly string[]>;
  readonly run: (sql: string, params: Parameters<typeof query>[2]) => Promise<Rows>;
};

const sampleRows = 2_000;
const asOf = "2026-11-01";

async function createShop(): Promise<Shop> {
  const connection = await (await DuckDBInstance.create(":memory:", { threads: "1" })).connect();
  for (const { name, select } of sampleTables(sampleRows)) await connection.run(`CREATE TABLE ${name} AS ${select}`);
  const names: readonly SampleTableName[] = ["order_lines", "products", "customers", "stores", "targets", "returns"];
  const tables = names.map((name) => tableSource(name));
  const orders: Source = {
    ...plainSource("orders", "Orders"),
    kind: "model",
    baseSourceId: "order_lines",
    aiContext: modelContext,
    columns: modelColumns(),
    metrics: modelMetrics,
    relationships: modelRelationships({
      order_lines: "order_lines",
      products: "products",
      customers: "customers",
      stores: "stores",
      targets: "targets",
      returns: "returns",
    }),
  };
  const sources = new Map([orders, ...tables].map((source) => [source.id, source]));
  const run: Shop["run"] = (sql, params) => query(connection, sql, params);
  const shop = { sources, orders, run, columns: [], texts: new Map<string, readonly string[]>() };
  const described = await Promise.all(orders.columns.map((column) => describe(column, shop)));
  return {
    ...shop,
    columns: described.map(({ description }) => description),
    texts: new Map(described.flatMap(({ description, texts }) => (texts === null ? [] : [[description.name, texts]]))),
  };
}

type Connection = Awaited<ReturnType<DuckDBInstance["connect"]>>;

async function query(connection: Connection, sql: string, params: Parameters<Connection["run"]>[1]): Promise<Rows> {
  const result = await connection.run(sql, params);
  const columns = Array.from({ length: result.columnCount }, (): Cell[] => []);
  for await (const chunk of result)
    for (const [index, cells] of cellsOf(result, chunk).entries()) columns[index]?.push(...cells);
  return columns;
}

const sourceNames: Readonly<Record<SampleTableName, string>> = {
  order_lines: "Order Lines",
  products: "Products",
  customers: "Customers",
  stores: "Stores",
  targets: "Sales Targets",
  returns: "Returns",
};

function plainSource(id: string, name: string): Source {
  return {
    id,
    connectionId: "upload",
    name,
    kind: "table",
    asOf,
    version: "1",
    description: "",
    aiContext: "",
    endorsement: "none",
    columns: [],
    metrics: [],
    relationships: [],
  };
}

function tableSource(name: SampleTableName): Source {
  const table = { catalog: null, schema: null, name };
  return { ...plainSource(name, sourceNames[name]), table, columns: sampleColumns(name) };
}

async function describe({ name, type, grain, unit, description }: Source["columns"][number], shop: Shop) {
  const [values = []] = await rowsOf(shop, worksheetOf("rows"), "base", `[${name}]`, []);
  const told = values.filter((value) => value !== null);
  const texts = type === "text" ? [...new Set(told.map(String))] : null;
  const sorted = type === "number" ? told.map(Number).toSorted((a, b) => a - b) : told.map(String).toSorted();
  return {
    texts,
    description: {
      name,
      type,
      ...(grain === undefined ? {} : { grain }),
      ...(unit === undefined ? {} : { unit }),
      description,
      min: sorted[0] ?? null,
      max: sorted.at(-1) ?? null,
    },
  };
}

const worksheetId = "w1";
const month = { id: "month", name: "Month", formula: 'DateTrunc("month", [Order Date])' };
const byMonth = {
  id: "by-month",
  keys: ["month"],
  calculations: ["total"],
  sort: [{ columnId: "month", direction: "ascending" as const }],
};
const total = { id: "total", name: "Total Sales", formula: "Sum([Sales])" };

function worksheetOf(setup: AssistantRequest["setup"]): Worksheet {
  const plain: Worksheet = {
    version: 1,
    name: "Orders",
    source: { sourceId: "orders" },
    columns: [],
    groupings: [],
    summaries: [],
    filters: [],
    sort: [],
    limit: null,
  };
  const column = (id: string, name: string) => ({ id, name, formula: `[${name}]` });
  const sales = { id: "total", name: "Sum of Sales", formula: "Sum([Sales])" };
  switch (setup) {
    case "rows":
    case "filter":
    case "axis":
      return plain;
    case "category":
      return {
        ...plain,
        columns: [column("category", "Category"), sales],
        groupings: [{ id: "by-category", keys: ["category"], calculations: ["total"], sort: [] }],
      };
    case "monthly":
      return { ...plain, columns: [month, { ...total, name: "Sum of Sales" }], groupings: [byMonth] };
    case "region-month":
      return {
        ...plain,
        columns: [column("region", "Region"), month, sales],
        groupings: [{ id: "by-region", keys: ["region"], calculations: [], sort: [] }, byMonth],
      };
  }
}

function boardOf(request: AssistantRequest, { sources, orders }: Shop): Board {
  const worksheet = worksheetOf(request.setup);
  const document: Document = { worksheets: { [worksheetId]: worksheet }, controls: [] };
  const scope = { sources, document, customFunctions: [], weekStart: "sunday", dialect: "duckdb" } as const;
  return {
    document,
    worksheetId,
    worksheet,
    place: placeOf(request, worksheet),
    scope,
    source: orders,
    readsSource: true,
  };
}

function placeOf({ setup, level }: AssistantRequest, worksheet: Worksheet): FormulaPlace {
  if (setup === "filter") return { kind: "filter", level: "base" };
  if (setup === "axis") {
    const view = { worksheetId, level: "base", columns: ["x"], chart: { x: null, color: null, trellis: null } };
    return { kind: "chart-field", view, field: "key", columnId: null };
  }
  return { kind: "column", level: level === null ? null : levelCalled(worksheet, level), columnId: null };
}

async function judge(request: AssistantRequest, shop: Shop): Promise<AssistantOutcome> {
  const board = boardOf(request, shop);
  const input = inputOf(request, board, shop);
  const task = request.task === "write" ? "write-formula" : "correct-formula";
  const { content } = await createBuiltInModel().doGenerate({
    prompt: [],
    providerOptions: { askbook: { task, input } },
  });
  const text = content.flatMap((part) => (part.type === "text" ? [part.text] : [])).join("");
  const { candidates, declined } = formulaAnswerSchema.parse(JSON.parse(text));
  const tried = candidates.map(({ formula, name, level }) =>
    tryFormula(board, { formula, name, level: levelCalled(board.worksheet, level) }),
  );
  const mended = request.formula === null ? null : mendedBy(board, request.formula);
  const sound = [...(mended === null ? [] : [mended]), ...tried].find(isSound);
  if (sound === undefined) {
    const answer =
      candidates.length === 0
        ? `declined: ${declined}`
        : `not sound: ${candidates.map(({ formula }) => formula).join(" | ")} ${tried[0]?.diagnostics[0]?.message}`;
    return { request, isRight: request.accept.length === 0 && candidates.length === 0, answer };
  }
  const isRight = await isAccepted(request, sound, board, shop);
  return {
    request,
    isRight,
    answer: `${levelName(board.worksheet, levelOfPlace(sound.place))}: ${sound.written.formula}`,
  };
}

/** The checker's own fixes come first, as in the product. */
function mendedBy(board: Board, formula: string) {
  const check = (text: string) => tryFormula(board, { formula: text, name: "Corrected", level: null });
  const mended = mendFormula(formula, (text) => check(text).diagnostics);
  return mended === null ? null : check(mended.formula);
}

function inputOf(request: AssistantRequest, board: Board, shop: Shop): FormulaModelInput {
  const words = phrasesToFind(tokenize(request.request));
  const values = [...shop.texts].flatMap(([column, texts]) =>
    words.flatMap((word) => {
      const matches = matchValues(texts, word);
      const [best] = matches;
      return best === undefined
        ? []
        : [{ word, column, values: matches.slice(0, 12).map(({ value }) => value), exact: best.fit === "whole" }];
    }),
  );
  const attempts =
    request.formula === null
      ? []
      : [
          {
            formula: request.formula,
            problems: tryFormula(board, { formula: request.formula, name: "x", level: null }).diagnostics.map(
              ({ message }) => message,
            ),
            mended: null,
          },
        ];
  return {
    request: request.request,
    formula: request.formula,
    ...describeBoard(board),
    source: {
      ok: true,
      sourceId: shop.orders.id,
      name: "Orders",
      description: "",
      aiContext: modelContext,
      asOf,
      columns: [...shop.columns],
      metrics: modelMetrics.map(({ name, formula, description }) => ({ name, formula, description })),
    },
    values,
    weekStart: "sunday",
    locale: "en-US",
    attempts,
  };
}

async function isAccepted(request: AssistantRequest, sound: Sound, board: Board, shop: Shop): Promise<boolean> {
  const level = levelOfPlace(sound.place);
  const given = await valuesAt(shop, board.worksheet, level, sound.written.formula);
  for (const accepted of request.accept) {
    if (levelCalled(board.worksheet, accepted.level) !== level) continue;
    if (isSame(given, await valuesAt(shop, board.worksheet, level, accepted.formula))) return true;
  }
  return false;
}

/** The formula's values with the keys of their rows, in an order of their own. */
async function valuesAt(shop: Shop, worksheet: Worksheet, level: Level, formula: string): Promise<readonly string[]> {
  const keys = level === "base" ? ["[Order Id]", "[Line No]"] : [];
  const columns = await rowsOf(shop, worksheet, level, formula, keys);
  const count = columns[0]?.length ?? 0;
  return Array.from({ length: count }, (_one, row) =>
    columns.map((column) => cellText(column[row] ?? null)).join("\u0000"),
  ).toSorted();
}

async function rowsOf(
  shop: Shop,
  worksheet: Worksheet,
  level: Level,
  formula: string,
  keys: readonly string[],
): Promise<Rows> {
  let shown = worksheet;
  const ids: string[] = [];
  for (const [index, key] of keys.entries()) {
    const added = addColumn(shown, "base", { name: `Key ${index}`, formula: key });
    shown = added.worksheet;
    ids.push(added.column.id);
  }
  const placed = addColumn(shown, level, { name: "The value", formula });
  const position = worksheet.groupings.findIndex(({ id }) => id === level);
  const groupKeys =
    level === "base" || level === "summary"
      ? ids
      : worksheet.groupings.slice(0, position + 1).flatMap((grouping) => grouping.keys);
  const document: Document = { worksheets: { [worksheetId]: placed.worksheet }, controls: [] };
  const view = { worksheetId, level, columns: [...groupKeys, placed.column.id] };
  const checked = checkView(view, {
    sources: shop.sources,
    document,
    customFunctions: [],
    weekStart: "sunday",
    dialect: "duckdb",
  });
  const { sql, params } = compileView(checked, "duckdb", {
    timeZone: "UTC",
    weekStart: "sunday",
    asOf,
    person: { email: "ada@example.test", firstName: "Ada", fullName: "Ada Test", teams: [], attributes: {} },
    controls: [],
  });
  return shop.run(sql, [...params]);
}

function cellText(cell: Cell): string {
  const value = typeof cell === "string" && cell !== "" && !Number.isNaN(Number(cell)) ? Number(cell) : cell;
  return typeof value === "number" ? value.toPrecision(9).replace(/\.?0+$/, "") : String(value);
}

function isSame(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((row, index) => row === right[index]);
}
