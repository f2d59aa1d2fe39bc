import { AskbookError } from "../errors.ts";
import type { CheckedExpression } from "../formula/checked.ts";
import type { FormulaPerson } from "../formula/compile.ts";
import { getFunction } from "../formula/functions/table.ts";
import type { WeekStart } from "../formula/types.ts";
import { type DialectName, dialects } from "../sql/dialect.ts";
import { render, type SqlStatement } from "../sql/fragment.ts";
import type { CheckedView } from "./check.ts";
import type { CheckedElement } from "./checked-element.ts";
import { openRows } from "./plan/open-rows.ts";
import { slotsIn } from "./plan/pipeline.ts";
import { planCount, planRange, planView, type RowRange } from "./plan/plan-view.ts";
import type { Output, Relation } from "./plan/relation.ts";
import { renderQuery } from "./plan/render.ts";
import { type SimplifyOptions, simplify } from "./plan/simplify.ts";
import { createSlots } from "./plan/slots.ts";
import { isStoredPlainly } from "./plan/stored-value.ts";
import type { PlanContext } from "./plan/values.ts";
import type { Control } from "./worksheet.ts";

export type CompileContext = {
  readonly timeZone: string;
  readonly weekStart: WeekStart;
  /** What Today() and Now() mean: ISO date, or date and time without zone. */
  readonly asOf: string;
  readonly person: FormulaPerson;
  /** The document's controls with the values that count now. */
  readonly controls: readonly Control[];
};

/**
 * What puts a view's rows in order: its sorts, with all keys or columns as the last ones; `stored`: the engine lists one table as it
 * lies there; `none`: without a sort, rows that are joined or windowed come in any order.
 */
export type RowOrder = "sorted" | "stored" | "none";

/** One statement for a view; its columns are the view's, in order. Throws `formula_invalid` when the view or a filter has errors. */
export function compileView(
  checked: CheckedView,
  dialect: DialectName,
  context: CompileContext,
): SqlStatement & { readonly rowOrder: RowOrder } {
  let rowOrder: RowOrder = "none";
  const statement = compileWith(checked, dialect, context, (relation, simplified) => {
    rowOrder = orderOf(relation, simplified);
    return relation;
  });
  return { ...statement, rowOrder };
}

/**
 * A range of a view's rows, in an order that is the same for every range, so that pages do not overlap and miss nothing while the data
 * stays: rows in no order go by all columns.
 */
export function compileRange(
  checked: CheckedView,
  dialect: DialectName,
  context: CompileContext,
  range: RowRange,
): SqlStatement {
  return compileWith(checked, dialect, context, (relation, simplified) =>
    planRange(relation, range, orderOf(relation, simplified) !== "none"),
  );
}

/** One row with one number: how many rows the view has before the worksheet's limit. */
export function compileCount(checked: CheckedView, dialect: DialectName, context: CompileContext): SqlStatement {
  return compileWith(checked, dialect, context, (relation, _simplified, plan) => planCount(relation, plan));
}

type Shape = (relation: Relation, simplified: (relation: Relation) => Relation, context: PlanContext) => Relation;

function compileWith(checked: CheckedView, dialect: DialectName, context: CompileContext, shape: Shape): SqlStatement {
  const element = requireSound(checked);
  const plan: PlanContext = {
    dialect,
    controls: context.controls,
    makeSlot: createSlots(),
    visibleColumnIds: checked.view.columns,
    openRows,
  };
  const simplified = (relation: Relation): Relation => simplify(relation, simplifyOptions(dialect));
  const relation = shape(planView(checked, element, plan), simplified, plan);
  const { timeZone, weekStart, asOf, person } = context;
  return render(renderQuery(simplified(relation), { dialect, timeZone, weekStart, asOf, person }));
}

function simplifyOptions(dialect: DialectName): SimplifyOptions {
  return {
    isPlain: ({ value }) =>
      value.kind === "stored"
        ? isStoredPlainly(value.column, dialect)
        : value.kind === "expression" && value.expression.kind === "literal",
    isMovable: (output, into) => isMovable(output, into, dialect),
    canOrderByName: ({ expression }) => expression.type !== "text" || dialects[dialect].collation === "",
  };
}

function orderOf(relation: Relation, simplified: (relation: Relation) => Relation): RowOrder {
  if (relation.orderBy.length > 0) return "sorted";
  return isScan(simplified(relation)) ? "stored" : "none";
}

/** Rows of one table, one after another. */
function isScan({ from, joins, groupBy, outputs, inlined }: Relation): boolean {
  const hasWindow = [...outputs, ...inlined].some(({ value }) => value.kind === "window");
  if (joins.length > 0 || groupBy !== null || hasWindow) return false;
  return from.kind === "relation" ? isScan(from.relation) : from.kind === "table";
}

/**
 * Functions may put their arguments into a lambda or a subselect, where a window has no place, and in PostgreSQL an aggregate
 * without columns other rows.
 */
function isMovable({ slot, value }: Output, into: CheckedExpression, dialect: DialectName): boolean {
  if (value.kind === "window") return isAmongOperators(slot.id, into);
  if (dialect === "duckdb" || value.kind !== "expression") return true;
  return !countsRows(value.expression) && !(isConstant(value.expression) && gathers(into));
}

function isConstant(expression: CheckedExpression): boolean {
  return slotsIn(expression).length === 0;
}

/** What PostgreSQL lists out of an array of the group, in a subselect of its own. */
const gathering: ReadonlySet<string> = new Set("ListAggDistinct ArrayAgg ArrayAggDistinct Last LastNonNull".split(" "));

function gathers(expression: CheckedExpression): boolean {
  return expression.kind === "call" && (gathering.has(expression.name) || expression.arguments.some(gathers));
}

function isAmongOperators(slot: string, expression: CheckedExpression): boolean {
  if (expression.kind !== "call" || !slotsIn(expression).includes(slot)) return true;
  const isOperator = getFunction(expression.name).category === "operator";
  return isOperator && expression.arguments.every((part) => isAmongOperators(slot, part));
}

/** An aggregate that reads no column, as `Count()`. */
function countsRows(expression: CheckedExpression): boolean {
  if (expression.kind !== "call") return false;
  const isAggregate = expression.levelKind === "aggregate";
  return isAggregate ? slotsIn(expression).length === 0 : expression.arguments.some(countsRows);
}

/** Columns that are shown, sorted by or filtered by must be free of errors; others may be broken. */
function requireSound(checked: CheckedView): CheckedElement {
  const { element, view, level } = checked;
  if (element === null || element.rows === null) throw invalid(checked.diagnostics[0]?.message);
  const needed = new Set([
    ...view.columns,
    ...(view.within ?? []).map(({ columnId }) => columnId),
    ...element.worksheet.sort.map((sort) => sort.columnId),
    ...(element.view !== null && level.kind === "keys"
      ? level.keys
      : element.worksheet.groupings
          .filter((grouping) => level.kind !== "keys" || grouping.keys.some((key) => level.keys.includes(key)))
          .flatMap((grouping) => grouping.keys)),
  ]);
  const problem = checked.diagnostics.find(
    (diagnostic) =>
      diagnostic.severity === "error" &&
      (diagnostic.filterId !== undefined || diagnostic.columnId === undefined || needed.has(diagnostic.columnId)),
  );
  if (problem === undefined) return element;
  const column = element.worksheet.columns.find((candidate) => candidate.id === problem.columnId);
  throw invalid(column === undefined ? problem.message : `${column.name}: ${problem.message}`);
}

function invalid(message: string | undefined): AskbookError {
  return new AskbookError("formula_invalid", message === undefined ? {} : { message });
}
