import type { LanguageModelV4Content, LanguageModelV4Message } from "@ai-sdk/provider";
import { createBuiltInModel } from "#lib/ai/built-in/model";
import type { ChartMark } from "#lib/chart/chart";
import { type AskModelInput, type AskToolInput, type AskToolOutput, askTools } from "#lib/contract/ask-tools";
import { checkView } from "#lib/worksheet/check";
import { compileView } from "#lib/worksheet/compile";
import { createWorksheet } from "#lib/worksheet/create-worksheet";
import type { WorksheetDraft } from "#lib/worksheet/draft";
import type { Cell, ResultColumn } from "#lib/worksheet/result";
import type { Engine, Table } from "#scripts/eval/engine";

/** What came of a question. Rows are by row; `error` is a worksheet that did not run. */
export type Answer = {
  readonly draft: WorksheetDraft | null;
  readonly schema: readonly ResultColumn[];
  readonly rows: readonly (readonly Cell[])[];
  readonly chart: AskToolInput<"draw-chart"> | null;
  readonly declined: string | null;
  readonly text: string;
  readonly error: string | null;
  readonly modelMs: number;
};

type Run = {
  readonly draft: WorksheetDraft;
  readonly schema: readonly ResultColumn[];
  readonly rows: readonly (readonly Cell[])[];
};
type State = { run: Run | null; chart: Answer["chart"]; declined: string | null; error: string | null };

const maxSteps = 8;
const model = createBuiltInModel();

/** Asks turn by turn; every follow-up starts from the worksheet before it. */
export async function askTurns(turns: readonly string[], table: Table, engine: Engine): Promise<Answer> {
  let previous: AskModelInput["previous"] = null;
  let answer: Answer | null = null;
  for (const question of turns) {
    answer = await ask(question, previous, table, engine);
    if (answer.draft !== null) {
      const mark: ChartMark | null = answer.chart?.mark ?? null;
      previous = { question, worksheet: answer.draft, mark };
    }
  }
  if (answer === null) throw new Error("A conversation has at least one turn.");
  return answer;
}

async function ask(
  question: string,
  previous: AskModelInput["previous"],
  table: Table,
  engine: Engine,
): Promise<Answer> {
  const input: AskModelInput = {
    question,
    sourceScope: [table.source.name],
    previous,
    locale: "en-US",
    weekStart: "sunday",
  };
  const prompt: LanguageModelV4Message[] = [{ role: "user", content: [{ type: "text", text: question }] }];
  const state: State = { run: null, chart: null, declined: null, error: null };
  let modelMs = 0;
  for (let step = 0; step < maxSteps; step += 1) {
    const start = performance.now();
    const { content } = await model.doGenerate({ prompt, providerOptions: { askbook: { task: "ask", input } } });
    modelMs += performance.now() - start;
    const calls = content.filter((part) => part.type === "tool-call");
    const text = content.flatMap((part) => (part.type === "text" ? [part.text] : [])).join("");
    if (calls.length === 0 || state.declined !== null) return finish(state, text, modelMs);
    prompt.push(...(await answerCalls(calls, state, table, engine)));
    if (state.declined !== null) return finish(state, text, modelMs);
  }
  return finish({ ...state, error: "The model did not come to an end." }, "", modelMs);
}

function finish({ run, chart, declined, error }: State, text: string, modelMs: number): Answer {
  return {
    draft: run?.draft ?? null,
    schema: run?.schema ?? [],
    rows: run?.rows ?? [],
    chart,
    declined,
    text,
    error,
    modelMs,
  };
}

type Call = Extract<LanguageModelV4Content, { type: "tool-call" }>;

async function answerCalls(
  calls: readonly Call[],
  state: State,
  table: Table,
  engine: Engine,
): Promise<LanguageModelV4Message[]> {
  const results = await Promise.all(
    calls.map(async (call) => ({ call, output: await answerCall(call, state, table, engine) })),
  );
  return [
    {
      role: "assistant",
      content: calls.map(({ toolCallId, toolName, input }) => ({
        type: "tool-call",
        toolCallId,
        toolName,
        input: JSON.parse(input),
      })),
    },
    {
      role: "tool",
      content: results.map(({ call, output }) => ({
        type: "tool-result",
        toolCallId: call.toolCallId,
        toolName: call.toolName,
        output: { type: "text", value: JSON.stringify(output) },
      })),
    },
  ];
}

async function answerCall({ toolName, input }: Call, state: State, table: Table, engine: Engine): Promise<unknown> {
  const parsed: unknown = JSON.parse(input);
  switch (toolName) {
    case "describe-source":
      return describeSource(table);
    case "find-values":
      return findValues(askTools["find-values"].input.parse(parsed), table);
    case "run-worksheet":
      return runWorksheet(askTools["run-worksheet"].input.parse(parsed).worksheet, state, table, engine).catch(
        (error) => fail(state, String(error)),
      );
    case "draw-chart":
      state.chart = askTools["draw-chart"].input.parse(parsed);
      return { ok: true, chartId: "c1" };
    case "decline":
      state.declined = askTools.decline.input.parse(parsed).reason;
      return { ok: true };
    case "ask-back":
      state.declined = askTools["ask-back"].input.parse(parsed).question;
      return { ok: true };
    default:
      throw new Error(`The model called ${toolName}.`);
  }
}

function describeSource({ source, rowCount, columns }: Table): AskToolOutput<"describe-source"> {
  const { name, asOf = "2026-11-01" } = source;
  return {
    ok: true,
    sourceId: source.id,
    name,
    description: "",
    aiContext: "",
    asOf,
    rowCount,
    columns: [...columns],
    metrics: [],
  };
}

const maxValues = 5;

/** Whole values first; else values that hold the words one after another. */
function findValues({ words }: AskToolInput<"find-values">, { texts }: Table): AskToolOutput<"find-values"> {
  const matches = words.flatMap((word) => {
    const lower = word.toLowerCase();
    const pattern = new RegExp(
      `(^|[^\\p{L}\\p{N}])${lower.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}($|[^\\p{L}\\p{N}])`,
      "u",
    );
    return [...texts].flatMap(([column, values]) => {
      const whole = values.get(lower);
      if (whole !== undefined) return [{ word, column, values: [whole], exact: true }];
      if (lower.length < 3) return [];
      const parts = [...values].filter(([value]) => pattern.test(value)).map(([, value]) => value);
      return parts.length === 0 ? [] : [{ word, column, values: parts.slice(0, maxValues), exact: false }];
    });
  });
  return { ok: true, matches };
}

/** A worksheet that cannot be run counts as declined: the model says so. */
function fail(state: State, message: string): AskToolOutput<"run-worksheet"> {
  state.error = message;
  return { ok: false, message };
}

async function runWorksheet(
  draft: WorksheetDraft,
  state: State,
  { source }: Table,
  engine: Engine,
): Promise<AskToolOutput<"run-worksheet">> {
  const sources = new Map([[source.id, source]]);
  const scope = {
    sources,
    document: { worksheets: {}, controls: [] },
    customFunctions: [],
    weekStart: "sunday" as const,
  };
  const created = createWorksheet(draft, source, scope);
  if (!created.ok) {
    return fail(state, created.diagnostics.map(({ where, message }) => `${where}: ${message}`).join(" · "));
  }
  const checked = checkView(created.view, { ...scope, document: created.document });
  const statement = compileView(checked, "duckdb", {
    timeZone: "UTC",
    weekStart: "sunday",
    asOf: source.asOf ?? "2026-11-01",
    person: { email: "", firstName: "", fullName: "", teams: [], attributes: {} },
    controls: [],
  });
  const columns = await engine.run(statement.sql, statement.params);
  const rowCount = columns[0]?.length ?? 0;
  const rows = Array.from({ length: rowCount }, (_, row) => columns.map((cells) => cells[row] ?? null));
  state.run = { draft, schema: checked.schema, rows };
  state.error = null;
  return {
    ok: true,
    result: "r1",
    resultId: "x",
    worksheetId: created.worksheetId,
    columns: checked.schema.map(({ key, name, type }) => ({ key, name, type })),
    rowCount,
    truncated: false,
    rows: rows.slice(0, 200),
    facts: [],
    warnings: [...created.warnings],
  };
}
