import type { DialectName } from "#lib/sql/dialect";
import { type CheckScope, checkView } from "#lib/worksheet/check";
import { type CompileContext, compileView } from "#lib/worksheet/compile";
import { createRandom } from "#tests/support/random";
import type { Surroundings } from "#tests/support/reference/call";
import { Unknown } from "#tests/support/reference/functions/convert";
import type { Description, Trace, Value } from "#tests/support/reference/value";
import { type Answer, answerView } from "#tests/support/reference/worksheet";
import { inSomeOrder, isSameValue, readCell, showRows } from "./compare.ts";
import { type DrawnView, drawFormulaView, drawWorksheetView } from "./draw-worksheet.ts";
import type { Engines } from "./engines.ts";
import type { Tables } from "./tables.ts";

export type Case = DrawnView & { readonly seed: number; readonly tables: Tables };

/** `engines-only`: the reference does not know a function. `beyond`: 38 digits, the calendar or floating point ends. */
export type Outcome =
  | { readonly kind: "passed" | "engines-only" | "beyond" }
  /** They differ, but where the last digit of floating point decides. */
  | { readonly kind: "unclear"; readonly report: string }
  | { readonly kind: "failed"; readonly report: string };

const broken = "The reference failed: ";
const tableCount = 40;
const attempts = 40;

const around: Surroundings = {
  weekStart: "sunday",
  timeZone: "Europe/Berlin",
  asOf: "2024-03-15",
  person: { email: "ada@example.test", firstName: "Ada", fullName: "Ada Test", teams: ["Sales"], attributes: {} },
};

function surroundingsOf({ seed }: Case): Surroundings {
  return seed % 3 === 0 ? { ...around, weekStart: "monday" } : around;
}

/** The case of a seed: the first that the checker accepts. `refused` counts those before it. */
export async function drawCase(
  seed: number,
  engines: Engines,
): Promise<{ readonly drawn: Case; readonly refused: number }> {
  const tables = await engines.tables(seed % tableCount);
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const random = createRandom(seed * attempts + attempt);
    const view = random.integer(0, 9) < 5 ? drawFormulaView(random) : drawWorksheetView(random);
    const drawn: Case = { ...view, seed, tables };
    if (isAccepted(drawn)) return { drawn, refused: attempt };
  }
  throw new Error(`Seed ${seed}: the checker refused ${attempts} drafts in a row.`);
}

function scopeOf(drawn: Case): CheckScope {
  return {
    sources: drawn.tables.sources,
    document: drawn.document,
    customFunctions: [],
    weekStart: surroundingsOf(drawn).weekStart,
  };
}

export function isAccepted(drawn: Case): boolean {
  const checked = checkView(drawn.view, scopeOf(drawn));
  const others = Object.keys(drawn.document.worksheets).flatMap(
    (worksheetId) => checkView({ ...drawn.view, worksheetId, level: "base" }, scopeOf(drawn)).diagnostics,
  );
  const isOfColumn = ({ severity, columnId, filterId }: (typeof others)[number]) =>
    severity === "error" && (columnId !== undefined || filterId !== undefined);
  return (
    checked.diagnostics.every(({ severity }) => severity !== "error") &&
    others.filter(isOfColumn).every(({ code }) => code === "lower_level" || code === "unknown_column")
  );
}

type Said = { readonly rows: readonly (readonly Value[])[] } | { readonly error: string; readonly sql: string };

const missing: Said = { error: "It was not asked.", sql: "" };

export async function runCase(drawn: Case, engines: Engines): Promise<Outcome> {
  const trace: Trace = { isUnclear: false, isBeyond: false, largest: 0 };
  const answer = answerOf(drawn, trace);
  const checked = checkView(drawn.view, scopeOf(drawn));
  const columns =
    answer instanceof Unknown
      ? checked.schema.map((column): Description => ({ type: column.type, scale: null }))
      : answer.columns;
  const [duckdb = missing, postgres = missing] = await Promise.all([ask("duckdb"), ask("postgres")]);
  const isOrdered = answer instanceof Unknown ? drawn.view.level !== "base" : answer.isOrdered;
  const pairs =
    answer instanceof Unknown
      ? [[duckdb, postgres]]
      : [
          [{ rows: answer.rows }, duckdb],
          [{ rows: answer.rows }, postgres],
        ];
  const isSame = pairs.every(
    ([left, right]) =>
      left !== undefined && right !== undefined && isSameSaid(left, right, columns, isOrdered, trace.largest),
  );
  const isBroken = answer instanceof Unknown && answer.message.startsWith(broken);
  if (isSame && !isBroken) return { kind: answer instanceof Unknown ? "engines-only" : "passed" };
  if (trace.isBeyond || [duckdb, postgres].some(isTooLarge)) return { kind: "beyond" };
  const report = describeFailure(drawn, answer, duckdb, postgres);
  return { kind: trace.isUnclear ? "unclear" : "failed", report };

  async function ask(dialect: DialectName): Promise<Said> {
    const { weekStart, timeZone, asOf, person } = surroundingsOf(drawn);
    const context: CompileContext = { weekStart, timeZone, asOf, person, controls: [] };
    let sql = "";
    try {
      const statement = compileView(checked, dialect, context);
      sql = `${statement.sql}\n${JSON.stringify(statement.params)}`;
      const rows = await engines.run(dialect, statement);
      return { rows: rows.map((row) => row.map((cell, index) => readCell(cell, columns[index] ?? { type: "text" }))) };
    } catch (error) {
      return { error: String(error), sql };
    }
  }
}

/** More than 38 digits are an error on the column, by agreement. */
function isTooLarge(said: Said): boolean {
  return "error" in said && /more than 38 digits/.test(said.error);
}

function answerOf(drawn: Case, trace: Trace): Answer | Unknown {
  try {
    return answerView(
      drawn.view,
      { document: drawn.document, sources: drawn.tables.rows, around: surroundingsOf(drawn) },
      trace,
    );
  } catch (error) {
    if (error instanceof Unknown) return error;
    return new Unknown(`${broken}${String(error)}`);
  }
}

function isSameSaid(
  left: Said,
  right: Said,
  columns: readonly Description[],
  isOrdered: boolean,
  largest: number,
): boolean {
  if ("error" in left || "error" in right || left.rows.length !== right.rows.length) return false;
  const [first, second] = isOrdered ? [left.rows, right.rows] : [inSomeOrder(left.rows), inSomeOrder(right.rows)];
  return first.every((row, place) =>
    row.every((value, index) =>
      isSameValue(value, second[place]?.[index] ?? null, columns[index] ?? { type: "text" }, largest),
    ),
  );
}

function describeFailure(drawn: Case, answer: Answer | Unknown, duckdb: Said, postgres: Said): string {
  return [
    describeCase(drawn),
    `  reference:\n${answer instanceof Unknown ? `    does not know ${answer.message}` : showRows(answer.rows)}`,
    `  duckdb:\n${showSaid(duckdb)}`,
    `  postgres:\n${showSaid(postgres)}`,
  ].join("\n");
}

function showSaid(said: Said): string {
  return "error" in said ? `    ${said.error}\n${said.sql}` : showRows(said.rows);
}

export function describeCase({ seed, document, view, tables }: Case): string {
  const worksheets = Object.entries(document.worksheets).map(([id, worksheet]) => {
    const parts = [
      ...worksheet.columns.map(
        ({ id: columnId, name, formula }) => `    ${columnId}${name === columnId ? "" : ` (${name})`} = ${formula}`,
      ),
      ...worksheet.groupings.map((grouping) => `    by ${JSON.stringify(grouping)}`),
      ...worksheet.filters.map((filter) => `    where ${JSON.stringify(filter)}`),
      `    summaries ${JSON.stringify(worksheet.summaries)} sort ${JSON.stringify(worksheet.sort)} limit ${worksheet.limit}`,
    ];
    return `  ${id} of ${JSON.stringify(worksheet.source)}\n${parts.join("\n")}`;
  });
  return [
    `seed ${seed} (tables ${tables.number}), ${view.worksheetId} at ${view.level}: ${view.columns.join(", ")}`,
    ...worksheets,
  ].join("\n");
}
