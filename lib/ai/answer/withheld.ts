import "server-only";
import type { Binding, CheckedExpression } from "#lib/formula/checked";
import type { CheckedView } from "#lib/worksheet/check";
import type { CheckedElement, CheckedSource } from "#lib/worksheet/checked-element";
import { some } from "#lib/worksheet/expression";

/** The columns of a view that are, or depend on, a column marked never-send. */
export function findWithheldColumns({ element, columns }: CheckedView): ReadonlySet<string> {
  if (element === null) return new Set();
  return new Set(
    columns.filter((column) => isWithheld(column.expression, element, new Set())).map(({ column }) => column.id),
  );
}

function isWithheld(expression: CheckedExpression | null, element: CheckedElement, seen: Set<string>): boolean {
  if (expression === null) return true;
  return some(expression, (node) => node.kind === "reference" && isWithheldBinding(node.binding, element, seen));
}

function isWithheldBinding(binding: Binding, element: CheckedElement, seen: Set<string>): boolean {
  if (binding.kind === "control") return false;
  if (binding.kind === "column") {
    if (seen.has(binding.columnId)) return false;
    seen.add(binding.columnId);
    const column = element.column(binding.columnId);
    return column !== undefined && isWithheld(column.expression, element, seen);
  }
  const rows = binding.kind === "external-column" ? element.external(binding.owner) : element.rows;
  if (rows === null) return true;
  if (rows.kind === "element")
    return isWithheldBinding({ kind: "column", columnId: binding.columnId }, rows.element, new Set());
  if (binding.kind !== "related-column") return isWithheldIn(rows.source, binding.columnId);
  const target = rows.source.relationship(binding.relationshipId)?.target;
  return target === undefined || isWithheldIn(target, binding.columnId);
}

/** In a source's own formulas, `column` is a column of the source itself and `source-column` one of its base. */
function isWithheldIn(source: CheckedSource, columnId: string): boolean {
  const column = source.column(columnId);
  if (column === undefined || column.column.neverSend) return true;
  if (column.formula === null) return false;
  return (
    column.formula.expression === null ||
    some(column.formula.expression, (node) => node.kind === "reference" && isWithheldPart(node.binding, source))
  );
}

function isWithheldPart(binding: Binding, source: CheckedSource): boolean {
  if (binding.kind === "column") return isWithheldIn(source, binding.columnId);
  if (binding.kind === "source-column") return source.base === null || isWithheldIn(source.base, binding.columnId);
  if (binding.kind === "related-column") {
    const target = source.relationship(binding.relationshipId)?.target;
    return target === undefined || isWithheldIn(target, binding.columnId);
  }
  return binding.kind === "external-column";
}
