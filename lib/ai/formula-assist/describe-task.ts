import "server-only";
import type { Allowance } from "#lib/ai/answer/ladder";
import { phrasesToFind } from "#lib/ai/built-in/mentions/find-values";
import { tokenize } from "#lib/ai/built-in/text/tokens";
import { describeSource, type SourceDescription } from "#lib/ai/search/describe-source";
import type { FormulaPlace } from "#lib/contract/formula-assist";
import type { FormulaModelInput } from "#lib/contract/formula-model";
import { findValues } from "#lib/data/find-values";
import { checkElements, formulaScopeIn } from "#lib/worksheet/check";
import { placementOf } from "#lib/worksheet/row-level";
import type { Level, Worksheet } from "#lib/worksheet/worksheet";
import { type Bench, type Board, levelsOf } from "./bench.ts";
import { valueTypeOf } from "./candidate.ts";
import { keyNames } from "./try-formula.ts";

const mostColumns = 200;
const mostOthers = 8;
const mostWords = 40;
const mostValues = 12;

type Task = { readonly request: string; readonly formula: string | null };

/** What a model is told of the task, as far as the ladder allows. */
export async function describeTask(bench: Bench, task: Task, allowance: Allowance): Promise<FormulaModelInput> {
  const { organization, scope } = bench;
  const question = `${task.request} ${task.formula ?? ""}`;
  const [source, values] = await Promise.all([
    bench.readsSource
      ? describeSource(bench.viewer, bench.source, scope.sources, { organization, question, telling: allowance })
      : describeInner(bench),
    findNamedValues(bench, task.request, allowance),
  ]);
  return {
    ...task,
    ...describeBoard(bench),
    source,
    values,
    weekStart: organization.weekStart,
    locale: organization.locale,
    attempts: [],
  };
}

/** The part of a task that needs no data: the place, the worksheet's columns, and other sources. */
export function describeBoard(board: Board): Pick<FormulaModelInput, "place" | "worksheet" | "others"> {
  const { worksheet, document } = board;
  return {
    place: describePlace(board),
    worksheet: {
      name: worksheet.name,
      columns: describeColumns(board),
      controls: document.controls.map(({ id, name, kind }) => ({ id, name, kind })),
      isSorted: worksheet.sort.length > 0 || worksheet.groupings.some(({ sort }) => sort.length > 0),
    },
    others: describeOthers(board),
  };
}

function describePlace({ worksheet, place }: Board): FormulaModelInput["place"] {
  const column = place.kind === "filter" ? null : place.columnId;
  return {
    kind: kindOf(place),
    levels: levelsOfPlace(worksheet, place).map((level) => describeLevel(worksheet, level)),
    column: worksheet.columns.find(({ id }) => id === column)?.name ?? null,
  };
}

function kindOf(place: FormulaPlace): FormulaModelInput["place"]["kind"] {
  if (place.kind !== "chart-field") return place.kind;
  return place.field === "key" ? "axis" : "measure";
}

function levelsOfPlace(worksheet: Worksheet, place: FormulaPlace): readonly Level[] {
  if (place.kind === "chart-field") return [place.field === "key" ? "base" : place.view.level];
  return place.level === null ? levelsOf(worksheet) : [place.level];
}

function describeLevel(worksheet: Worksheet, level: Level): FormulaModelInput["place"]["levels"][number] {
  if (level === "base" || level === "summary") return { name: levelName(worksheet, level), keys: [], outerKeys: [] };
  const position = worksheet.groupings.findIndex(({ id }) => id === level);
  const outerKeys = worksheet.groupings.slice(0, position).flatMap(({ id }) => keyNames(worksheet, id));
  return { name: levelName(worksheet, level), keys: [...keyNames(worksheet, level)], outerKeys };
}

/** As models read and write it. */
export function levelName(worksheet: Worksheet, level: Level): string {
  if (level === "base") return "row";
  return level === "summary" ? "summary" : `by ${keyNames(worksheet, level).join(", ")}`;
}

/** The level that a model means; null: none of the worksheet's. */
export function levelCalled(worksheet: Worksheet, name: string): Level | null {
  const wanted = name.trim().toLowerCase();
  return levelsOf(worksheet).find((level) => levelName(worksheet, level).toLowerCase() === wanted) ?? null;
}

function describeColumns({ worksheet, worksheetId, scope }: Board): FormulaModelInput["worksheet"]["columns"] {
  const element = checkElements(scope).get(worksheetId);
  return worksheet.columns.slice(0, mostColumns).map(({ id, name, formula }) => {
    const { role, levelName: level } = placementOf(worksheet, id);
    return {
      name,
      type: valueTypeOf(element?.column(id)?.type ?? "unknown"),
      formula,
      level: levelName(worksheet, level),
      isKey: role === "key",
    };
  });
}

/** A worksheet that reads from another one: what it may name is all that is known. */
function describeInner({ worksheetId, worksheet, scope, source }: Board): SourceDescription {
  const own = new Set(worksheet.columns.map(({ name }) => name.toLowerCase()));
  const names = formulaScopeIn(worksheetId, scope)?.names ?? [];
  const columns = names.flatMap(({ path, type, description = "" }) => {
    const [name] = path;
    if (name === undefined || path.length > 1 || own.has(name.toLowerCase())) return [];
    return [{ name, type: valueTypeOf(type), description }];
  });
  return {
    ok: true,
    sourceId: source.id,
    name: worksheet.name,
    description: "",
    aiContext: "",
    asOf: source.asOf ?? "",
    columns: columns.slice(0, mostColumns),
    metrics: [],
  };
}

/** Sources that are not reached by a relationship, for Lookup and Rollup. */
function describeOthers({ source, scope }: Board): FormulaModelInput["others"] {
  const reached = new Set([
    source.id,
    source.baseSourceId,
    ...source.relationships.map(({ toSourceId }) => toSourceId),
  ]);
  return [...scope.sources.values()]
    .filter(({ id }) => !reached.has(id))
    .slice(0, mostOthers)
    .map(({ name, columns }) => ({
      name,
      columns: columns.filter(({ hidden }) => !hidden).map((column) => ({ name: column.name, type: column.type })),
    }));
}

/** Values of the source that words of the request stand for; none of columns that may not be sent. */
async function findNamedValues(
  { viewer, source, scope, readsSource, context }: Bench,
  request: string,
  { foundValues, isExternal }: Allowance,
): Promise<FormulaModelInput["values"]> {
  if (!foundValues || !readsSource || request === "") return [];
  const words = phrasesToFind(tokenize(request)).slice(0, mostWords);
  const found = await findValues(viewer, source.id, { columnId: null, words, signal: context.signal });
  const isWithheld = ([owner, name]: readonly string[]): boolean => {
    const relationship = source.relationships.find((one) => one.name === owner);
    const target = name === undefined ? source : scope.sources.get(relationship?.toSourceId ?? "");
    const column = target?.columns.find((one) => one.name === (name ?? owner));
    return column === undefined || column.neverSend;
  };
  return found
    .filter(({ columnPath }) => !isExternal || !isWithheld(columnPath))
    .map(({ word, columnPath, values, exact }) => ({
      word,
      column: columnPath.join("/"),
      values: values.slice(0, mostValues),
      exact,
    }));
}
