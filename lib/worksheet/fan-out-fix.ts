import type { CheckedCall, CheckedExpression } from "../formula/checked.ts";
import type { Diagnostic, Fix, Span } from "../formula/diagnostic.ts";
import { writeReferencePath } from "../formula/parse/literals.ts";
import type { CheckedElement } from "./checked-element.ts";
import { walk } from "./expression.ts";
import type { RowLevel } from "./row-level.ts";

/** Says that an aggregate counts the rows of a related source several times, and what would count them once. */
export function describeFanOut(
  call: CheckedCall,
  level: RowLevel,
  element: CheckedElement,
  span: Span,
  formula: string,
): Diagnostic {
  const message = `${call.name} would count each row of the related source once per row of this one. Use Rollup, CountDistinct, Min or Max, or run it on the related source itself.`;
  const base = { code: "fan_out", severity: "error", message, span } as const;
  const fix = rollupFix(call, level, element, span, formula) ?? distinctFix(call, span, formula);
  return fix === undefined ? base : { ...base, fix };
}

/** Possible when the rows are grouped by columns of the related source alone: then it is aggregated there by the same keys. */
function rollupFix(
  call: CheckedCall,
  level: RowLevel,
  element: CheckedElement,
  span: Span,
  formula: string,
): Fix | undefined {
  if (level.kind === "base" || level.keys.length === 0 || !isWrittenAs(call, span, formula)) return undefined;
  const relationships = new Set(call.arguments.flatMap(relationshipsIn));
  const [relationshipId] = relationships;
  if (relationshipId === undefined || relationshipId === null || relationships.size > 1) return undefined;
  const pairs = level.keys.map((key) => keyPair(key, relationshipId, element));
  if (pairs.includes(undefined)) return undefined;
  return {
    title: "Aggregate on the related source with Rollup",
    edits: [
      { span: { from: span.from, to: span.from }, insert: "Rollup(" },
      { span: { from: span.to, to: span.to }, insert: `, ${pairs.join(", ")})` },
    ],
  };
}

/** Null: the formula reads something that is not written as a column of a relationship. */
function relationshipsIn(part: CheckedExpression): readonly (string | null)[] {
  const found: (string | null)[] = [];
  walk(part, (node) => {
    if (node.kind !== "reference" || node.binding.kind === "control") return;
    found.push(node.binding.kind === "related-column" ? node.binding.relationshipId : null);
  });
  return found;
}

/** `[Category], [Products/Category]` */
function keyPair(key: string, relationshipId: string, element: CheckedElement): string | undefined {
  const column = element.column(key);
  if (column?.expression == null || element.rows?.kind !== "source") return undefined;
  const { source } = element.rows;
  const related = relatedColumn(column.expression, element);
  const relationship = source.relationship(relationshipId);
  if (related?.relationshipId !== relationshipId || relationship === undefined) return undefined;
  const foreign = relationship.target.column(related.columnId)?.column.name;
  if (foreign === undefined) return undefined;
  return `${writeReferencePath([column.column.name])}, ${writeReferencePath([relationship.name, foreign])}`;
}

function relatedColumn(
  expression: CheckedExpression,
  element: CheckedElement,
): { readonly relationshipId: string; readonly columnId: string } | undefined {
  if (expression.kind !== "reference") return undefined;
  const { binding } = expression;
  if (binding.kind === "related-column") return binding;
  if (binding.kind === "column") {
    const inner = element.column(binding.columnId)?.expression;
    return inner == null ? undefined : relatedColumn(inner, element);
  }
  if (binding.kind !== "source-column" || element.rows?.kind !== "source") return undefined;
  // A column of a model: its own formula's names are those of the model.
  const inner = element.rows.source.column(binding.columnId)?.formula?.expression;
  return inner?.kind === "reference" && inner.binding.kind === "related-column" ? inner.binding : undefined;
}

/** One number of the other side: how many different values it has can always be counted. */
function distinctFix(call: CheckedCall, span: Span, formula: string): Fix | undefined {
  if (call.arguments.length !== 1 || !isWrittenAs(call, span, formula)) return undefined;
  const name = { from: span.from, to: span.from + call.name.length };
  return { title: "Count its different values with CountDistinct", edits: [{ span: name, insert: "CountDistinct" }] };
}

/** Not in a metric or custom function, whose text is not the formula's. */
function isWrittenAs(call: CheckedCall, span: Span, formula: string): boolean {
  return formula.slice(span.from, span.from + call.name.length + 1).toLowerCase() === `${call.name.toLowerCase()}(`;
}
