import { parseFormula } from "#lib/formula/parse";
import type { Expression } from "#lib/formula/syntax";
import type { Worksheet } from "#lib/worksheet/worksheet";
import type { Engines } from "./engines.ts";
import { type Case, isAccepted, type Outcome, runCase } from "./run-case.ts";

/** Leaves out and shortens what a failing case does not need, as long as it still fails. */
export async function minimise(failing: Case, engines: Engines, budget = 300): Promise<Case> {
  let best = failing;
  let left = budget;
  for (let isSmaller = true; isSmaller; ) {
    isSmaller = false;
    for (const candidate of smallerCases(best)) {
      if (left <= 0) return best;
      if (!isAccepted(candidate)) continue;
      left -= 1;
      if ((await outcomeOf(candidate, engines)) !== "failed") continue;
      best = candidate;
      isSmaller = true;
      break;
    }
  }
  return best;
}

async function outcomeOf(candidate: Case, engines: Engines): Promise<Outcome["kind"] | "broken"> {
  try {
    return (await runCase(candidate, engines)).kind;
  } catch {
    return "broken";
  }
}

function* smallerCases(drawn: Case): Generator<Case> {
  const { view } = drawn;
  for (const id of view.level === "base" ? view.columns.slice(1) : view.columns) {
    const columns = view.columns.filter((other) => other !== id);
    if (columns.length > 0) yield { ...drawn, view: { ...view, columns } };
  }
  for (const [worksheetId, worksheet] of Object.entries(drawn.document.worksheets)) {
    for (const smaller of smallerWorksheets(worksheet)) yield withWorksheet(drawn, worksheetId, smaller);
  }
}

function withWorksheet(drawn: Case, worksheetId: string, worksheet: Worksheet): Case {
  const worksheets = { ...drawn.document.worksheets, [worksheetId]: worksheet };
  return { ...drawn, document: { ...drawn.document, worksheets } };
}

function* smallerWorksheets(worksheet: Worksheet): Generator<Worksheet> {
  if (worksheet.sort.length > 0) yield { ...worksheet, sort: [] };
  if (worksheet.limit !== null) yield { ...worksheet, limit: null };
  for (const filter of worksheet.filters)
    yield { ...worksheet, filters: worksheet.filters.filter((other) => other !== filter) };
  for (const grouping of worksheet.groupings) {
    const replaced = (smaller: typeof grouping) => ({
      ...worksheet,
      groupings: worksheet.groupings.map((other) => (other === grouping ? smaller : other)),
    });
    if (grouping.sort.length > 0) yield replaced({ ...grouping, sort: [] });
    for (const key of grouping.keys.slice(1))
      yield without(replaced({ ...grouping, keys: grouping.keys.filter((other) => other !== key) }), key);
  }
  const keys = worksheet.groupings.flatMap((grouping) => grouping.keys);
  // The first column tells rows apart.
  for (const { id } of worksheet.columns.slice(1)) if (!keys.includes(id)) yield without(worksheet, id);
  for (const column of worksheet.columns) {
    for (const formula of shorterFormulas(column.formula)) {
      yield {
        ...worksheet,
        columns: worksheet.columns.map((other) => (other === column ? { ...column, formula } : other)),
      };
    }
  }
}

/** A column that nothing else needs, else the checker refuses. */
function without(worksheet: Worksheet, id: string): Worksheet {
  return {
    ...worksheet,
    columns: worksheet.columns.filter((column) => column.id !== id),
    groupings: worksheet.groupings.map((grouping) => ({
      ...grouping,
      calculations: grouping.calculations.filter((other) => other !== id),
      sort: grouping.sort.filter(({ columnId }) => columnId !== id),
    })),
    summaries: worksheet.summaries.filter((other) => other !== id),
    sort: worksheet.sort.filter(({ columnId }) => columnId !== id),
    filters: worksheet.filters.filter(({ columnId }) => columnId !== id),
  };
}

/** Each part in the place of the whole, then each part's part in its place. */
function* shorterFormulas(formula: string): Generator<string> {
  const walk = function* (node: Expression): Generator<string> {
    for (const part of partsOf(node)) {
      yield formula.slice(0, node.span.from) +
        formula.slice(part.span.from, part.span.to) +
        formula.slice(node.span.to);
    }
    for (const part of partsOf(node)) yield* walk(part);
  };
  yield* walk(parseFormula(formula).expression);
}

function partsOf(node: Expression): readonly Expression[] {
  if (node.kind === "call") return node.arguments;
  if (node.kind === "unary") return [node.operand];
  return node.kind === "binary" ? [node.left, node.right] : [];
}
