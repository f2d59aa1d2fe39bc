import type { CheckedExpression } from "#lib/formula/checked";
import type { FormulaPerson } from "#lib/formula/compile";
import type { Diagnostic } from "#lib/formula/diagnostic";
import type { ValueType } from "#lib/formula/types";
import { dialects, quoteIdentifier } from "#lib/sql/dialect";
import { render } from "#lib/sql/fragment";
import { checkFormulaIn, checkView } from "#lib/worksheet/check";
import { compileView } from "#lib/worksheet/compile";
import type { Document, Level, Source, Worksheet } from "#lib/worksheet/worksheet";
import type { FormulaEngine } from "./engine.ts";
import { columnTypes, type Vector, type VectorColumnType } from "./vectors.ts";

type Json = Vector["expect"];

export type VectorOutcome =
  | { readonly kind: "value"; readonly value: Json; readonly sql: string }
  | { readonly kind: "invalid"; readonly diagnostics: readonly Diagnostic[] }
  | { readonly kind: "failed"; readonly message: string; readonly sql: string };

const tableName = "formula_rows";
const place = "row place";

export const vectorPerson: FormulaPerson = {
  email: "ada@example.com",
  firstName: "Ada",
  fullName: "Ada Lovelace",
  teams: ["Finance"],
  attributes: { region: "West" },
};

/** Puts the vector's rows into the engine, compiles the formula as a column of a worksheet over them, and runs it. */
export async function runVector(vector: Vector, engine: FormulaEngine): Promise<VectorOutcome> {
  await createRows(vector, engine);
  const types = columnTypes(vector);
  const scope = {
    sources: new Map([["source", sourceOf(vector, types, engine)]]),
    document: documentOf(vector, "base"),
    customFunctions: [],
    weekStart: vector.weekStart ?? ("sunday" as const),
  };
  const checked = checkFormulaIn("worksheet", "base", vector.formula, scope);
  const isSummary = checked.expression === null || hasAggregate(checked.expression);
  const level = vector.by === undefined ? (isSummary ? "summary" : "base") : groupingId(vector.by.length - 1);
  const document = documentOf(vector, level);
  const view = { worksheetId: "worksheet", level, columns: ["result"] };
  const checkedView = checkView(view, { ...scope, document });
  const problems = checkedView.diagnostics.filter(({ severity }) => severity === "error");
  if (problems.length > 0) return { kind: "invalid", diagnostics: problems };
  const statement = compileView(checkedView, engine.dialect, {
    timeZone: vector.timeZone ?? "UTC",
    weekStart: scope.weekStart,
    asOf: vector.asOf ?? "2026-11-01",
    person: vectorPerson,
    controls: [],
  });
  const column = checkedView.columns[0];
  const text = dialects[engine.dialect].types.text;
  try {
    const rows = await engine.query(
      `SELECT CAST(result AS ${text}) FROM (${statement.sql}) AS answer(result)`,
      statement.params,
    );
    const type = vector.exact === true && column?.type === "number" ? "exact" : (column?.type ?? "text");
    const values = rows.map(([cell = null]) => readCell(cell, type));
    const isList = level !== "summary" && vector.columns !== undefined;
    return { kind: "value", value: isList ? values : (values[0] ?? null), sql: statement.sql };
  } catch (error) {
    return { kind: "failed", message: error instanceof Error ? error.message : String(error), sql: statement.sql };
  }
}

function hasAggregate(expression: CheckedExpression): boolean {
  if (expression.kind !== "call") return false;
  return expression.levelKind === "aggregate" || expression.arguments.some(hasAggregate);
}

/** The rows that each engine holds now: most vectors have none and share one table. */
const present = new WeakMap<FormulaEngine, string>();

async function createRows(vector: Vector, engine: FormulaEngine): Promise<void> {
  const wanted = JSON.stringify([vector.columns, vector.rows, vector.types]);
  if (present.get(engine) === wanted) return;
  present.set(engine, wanted);
  const { types } = dialects[engine.dialect];
  const rows = rowsOf(vector);
  const definitions = nativeTypes(vector, engine).map(
    (type, index) => `${quoted(engine, vector.columns?.[index] ?? "")} ${type}`,
  );
  const values = rows.map((row, index) => `(${[String(index), ...row.map(literalOf)].join(", ")})`);
  await engine.execute(`DROP TABLE IF EXISTS ${tableName}`);
  await engine.execute(
    `CREATE ${engine.catalog === null ? "TEMP " : ""}TABLE ${tableName} (${[`"${place}" ${types.integer}`, ...definitions].join(", ")})`,
  );
  if (values.length > 0) await engine.execute(`INSERT INTO ${tableName} VALUES ${values.join(", ")}`);
}

/** The type of each column in the engine. Numbers without more words are decimals when they all have few enough digits. */
function nativeTypes(vector: Vector, { dialect }: FormulaEngine): readonly string[] {
  const { types } = dialects[dialect];
  return columnTypes(vector).map((type, index) => {
    if (type === "number") {
      const isExact = rowsOf(vector).every((row) => isDecimal(row[index]));
      return isExact ? "DECIMAL(38,10)" : types.double;
    }
    return type === "integer" || type === "bigint" || type.startsWith("decimal") ? type : types[plainType(type)];
  });
}

/** Few enough decimals to be told exactly. */
function isDecimal(value: string | number | boolean | null | undefined): boolean {
  return typeof value !== "number" || (Math.abs(value) < 1e15 && /^-?\d+(?:\.\d{1,8})?$/.test(String(value)));
}

function rowsOf({ columns, rows }: Vector): readonly (readonly (string | number | boolean | null)[])[] {
  return columns === undefined ? [[]] : (rows ?? []);
}

function quoted(engine: FormulaEngine, name: string): string {
  return render(quoteIdentifier(engine.dialect, name)).sql;
}

function literalOf(value: string | number | boolean | null): string {
  if (value === null) return "NULL";
  return typeof value === "string" ? `'${value.replaceAll("'", "''")}'` : String(value);
}

function sourceOf(vector: Vector, types: readonly VectorColumnType[], engine: FormulaEngine): Source {
  const names = vector.columns ?? [];
  const native = nativeTypes(vector, engine);
  const column = (id: string, name: string, type: VectorColumnType, nativeType: string) => ({
    id,
    name,
    type: valueType(type),
    nativeType,
    ...(type === "date" ? { grain: "time" as const } : {}),
    description: "",
    neverSend: false,
    hidden: false,
  });
  return {
    id: "source",
    connectionId: "connection",
    name: "Rows",
    kind: "table",
    table: { catalog: engine.catalog, schema: engine.catalog === null ? null : "main", name: tableName },
    description: "",
    aiContext: "",
    endorsement: "none",
    columns: [
      column(place, "Row place of the vector", "number", "BIGINT"),
      ...names.map((name, index) => column(name, name, types[index] ?? "text", native[index] ?? "text")),
    ],
    metrics: [],
    relationships: [],
  };
}

type PlainType = "text" | "date" | "logical" | "variant" | "double";

function plainType(type: VectorColumnType): PlainType {
  return type === "text" || type === "date" || type === "logical" || type === "variant" ? type : "double";
}

function valueType(type: VectorColumnType): ValueType {
  const plain = plainType(type);
  return plain === "double" ? "number" : plain;
}

function groupingId(index: number): string {
  return `group-${index}`;
}

function documentOf(vector: Vector, level: Level): Document {
  const groups = (vector.by ?? []).map((name, index) => ({ name, key: `key-${index}` }));
  const sorted = (vector.sort ?? []).map((name) => ({
    name: name.replace(/^-/, ""),
    isDescending: name.startsWith("-"),
  }));
  // Aggregates of rows that the vector does not sort go by value.
  const hasPlaces = level === "base" || sorted.length > 0;
  const sortColumns = hasPlaces ? [...sorted, { name: "Row place of the vector", isDescending: false }] : [];
  const worksheet: Worksheet = {
    version: 1,
    name: "Vector",
    source: { sourceId: "source" },
    columns: [
      { id: "result", name: "The result of the vector", formula: vector.formula },
      ...groups.map(({ name, key }) => ({ id: key, name: `Vector ${key}`, formula: written(name) })),
      ...sortColumns.map(({ name }, index) => ({
        id: `sort-${index}`,
        name: `Sort ${index} of the vector`,
        formula: written(name),
      })),
    ],
    groupings: groups.map(({ key }, index) => ({
      id: groupingId(index),
      keys: [key],
      calculations: level === groupingId(index) ? ["result"] : [],
      sort: [{ columnId: key, direction: "ascending" }],
    })),
    summaries: level === "summary" ? ["result"] : [],
    filters: [],
    sort: sortColumns.map(({ isDescending }, index) => ({
      columnId: `sort-${index}`,
      direction: isDescending ? "descending" : "ascending",
    })),
    limit: null,
  };
  return { worksheets: { worksheet }, controls: [] };
}

function written(name: string): string {
  return `[${name.replaceAll("]", "\\]")}]`;
}

/** What an engine wrote as text, as the value of its type. */
function readCell(cell: string | null, type: string): Json {
  if (cell === null) return null;
  if (type === "number") return Number(cell);
  if (type === "exact") return cell.includes(".") ? cell.replace(/\.?0+$/, "") : cell;
  if (type === "logical") return cell === "true" || cell === "t";
  if (type === "variant") return JSON.parse(cell);
  return type === "date" ? cell.replace(" ", "T") : cell;
}
