import { readFile } from "node:fs/promises";
import { z } from "zod";
import { phrasesToFind } from "#lib/ai/built-in/mentions/find-values";
import { createBuiltInModel } from "#lib/ai/built-in/model";
import { tokenize } from "#lib/ai/built-in/text/tokens";
import type { Board } from "#lib/ai/formula-assist/bench";
import { describeBoard, levelCalled, levelName } from "#lib/ai/formula-assist/describe-task";
import { isSound, type Sound, tryFormula } from "#lib/ai/formula-assist/try-formula";
import type { FormulaPlace } from "#lib/contract/formula-assist";
import { type FormulaModelInput, formulaAnswerSchema } from "#lib/contract/formula-model";
import { matchValues } from "#lib/data/match-values";
import { mendFormula } from "#lib/formula/apply-fix";
import { levelOfPlace } from "#lib/worksheet/place-formula";
import type { Cell } from "#lib/worksheet/result";
import type { Document, Level, Source, Worksheet } from "#lib/worksheet/worksheet";
import {
  asOf,
  createShop,
  type DescribedSource,
  describeSource,
  rowsOf,
  type Shop,
  worksheetId,
  worksheetOf,
} from "#scripts/eval/formula-shop";

/** The built-in model on requests of our own, over the sample; what it gives is compared with accepted results row by row. */

const sourceKeys = ["orders", "products", "customers", "stores", "targets", "returns"] as const;
export type SourceKey = (typeof sourceKeys)[number];

const requestSchema = z.object({
  id: z.string(),
  /** What is counted together: ratio, growth, text … */
  kind: z.string(),
  /** Rules are learned from the others only; of these nobody reads more than the score. */
  heldOut: z.boolean().default(false),
  source: z.enum(sourceKeys).default("orders"),
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

/** A decline costs a moment, a wrong formula the reader's trust: they are never counted together. */
type Verdict = "right" | "declined" | "wrong";

export type AssistantOutcome = {
  readonly request: AssistantRequest;
  readonly verdict: Verdict;
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
  const isOf = (letters: RegExp) => (outcome: AssistantOutcome) => letters.test(outcome.request.id);
  const byKind = Map.groupBy(outcomes, ({ request }) => request.kind);
  for (const [kind, some] of [...byKind].toSorted(([left], [right]) => (left < right ? -1 : 1))) printScore(kind, some);
  printScore("first set", outcomes.filter(isOf(/^a/)));
  printScore(
    "to learn from",
    outcomes.filter((outcome) => isOf(/^b/)(outcome) && !outcome.request.heldOut),
  );
  printScore("third set", outcomes.filter(isOf(/^c/)));
  printScore("senses", outcomes.filter(isOf(/^s/)));
  printScore(
    "held out",
    outcomes.filter(({ request }) => request.heldOut),
  );
  printScore("all", outcomes);
  if (!showsFailures) return;
  for (const outcome of outcomes.filter(({ request, verdict }) => !request.heldOut && verdict !== "right"))
    printFailure(outcome);
}

function printFailure({ request, verdict, answer }: AssistantOutcome): void {
  const wanted = request.accept.map(({ formula }) => formula).join(" | ");
  console.log(
    `\n${request.id} [${request.source}, ${request.setup}] ${request.request || request.formula}\n  ${verdict}: ${answer}\n  wanted ${wanted || "to decline"}`,
  );
}

function printScore(name: string, outcomes: readonly AssistantOutcome[]): void {
  const count = (wanted: Verdict) => outcomes.filter(({ verdict }) => verdict === wanted).length;
  const others = `${count("declined")} declined, ${count("wrong")} wrong`;
  const right = `${count("right")} of ${outcomes.length}`;
  console.log(`${name.padEnd(16)} ${right.padEnd(12)} ${count("right") === outcomes.length ? "" : others}`.trimEnd());
}

function boardOf(request: AssistantRequest, { sources }: Shop): Board {
  const source = requireSource(sources, request.source);
  const worksheet = worksheetOf(request, source);
  const document: Document = { worksheets: { [worksheetId]: worksheet }, controls: [] };
  const scope = { sources, document, customFunctions: [], weekStart: "sunday", dialect: "duckdb" } as const;
  return {
    document,
    worksheetId,
    worksheet,
    place: placeOf(request, worksheet),
    scope,
    source,
    readsSource: true,
  };
}

function requireSource(sources: Shop["sources"], id: string): Source {
  const source = sources.get(id);
  if (source === undefined) throw new Error(`The sample has no source ${id}.`);
  return source;
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
  const input = inputOf(request, board, await describeSource(board.source, shop));
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
    return { request, verdict: request.accept.length === 0 ? "right" : "declined", answer };
  }
  const isRight = await isAccepted(request, sound, board, shop);
  return {
    request,
    verdict: isRight ? "right" : "wrong",
    answer: `${levelName(board.worksheet, levelOfPlace(sound.place))}: ${sound.written.formula}`,
  };
}

/** The checker's own fixes come first, as in the product. */
function mendedBy(board: Board, formula: string) {
  const check = (text: string) => tryFormula(board, { formula: text, name: "Corrected", level: null });
  const mended = mendFormula(formula, (text) => check(text).diagnostics);
  return mended === null ? null : check(mended.formula);
}

function inputOf(request: AssistantRequest, board: Board, told: DescribedSource): FormulaModelInput {
  const words = phrasesToFind(tokenize(request.request));
  const values = [...told.texts].flatMap(([column, texts]) =>
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
      sourceId: board.source.id,
      name: board.source.name,
      description: "",
      aiContext: board.source.aiContext,
      asOf,
      columns: [...told.columns],
      metrics: board.source.metrics.map(({ name, formula, description }) => ({ name, formula, description })),
    },
    values,
    weekStart: "sunday",
    locale: "en-US",
    attempts,
  };
}

async function isAccepted(request: AssistantRequest, sound: Sound, board: Board, shop: Shop): Promise<boolean> {
  const level = levelOfPlace(sound.place);
  const given = await valuesAt(shop, board, level, sound.written.formula);
  for (const accepted of request.accept) {
    if (levelCalled(board.worksheet, accepted.level) !== level) continue;
    if (isSame(given, await valuesAt(shop, board, level, accepted.formula))) return true;
  }
  return false;
}

/** The formula's values with the keys of their rows, in an order of their own. */
async function valuesAt(shop: Shop, board: Board, level: Level, formula: string): Promise<readonly string[]> {
  const keys = level === "base" ? rowKeys(board.source) : [];
  const columns = await rowsOf(shop, board.worksheet, level, formula, keys);
  const count = columns[0]?.length ?? 0;
  return Array.from({ length: count }, (_one, row) =>
    columns.map((column) => cellText(column[row] ?? null)).join("\u0000"),
  ).toSorted();
}

/** What tells the rows of a source apart: its first two columns do, in the whole sample. */
function rowKeys({ columns }: Source): readonly string[] {
  return columns.slice(0, 2).map(({ name }) => `[${name}]`);
}

function cellText(cell: Cell): string {
  const value = typeof cell === "string" && cell !== "" && !Number.isNaN(Number(cell)) ? Number(cell) : cell;
  return typeof value === "number" ? value.toPrecision(9).replace(/\.?0+$/, "") : String(value);
}

function isSame(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((row, index) => row === right[index]);
}
