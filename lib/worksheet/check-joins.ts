import type { CheckedCall, CheckedExpression } from "../formula/checked.ts";
import type { Diagnostic } from "../formula/diagnostic.ts";
import type { CheckedElement, ElementRows, ExternalOwner } from "./checked-element.ts";
import { mapReferences, some, walk } from "./expression.ts";

type Problem = Pick<Diagnostic, "code" | "message" | "severity"> & { readonly at: CheckedExpression };

/** What Lookup and Rollup need: a formula and keys of exactly one other source, each key beside a local one of its type. */
export function checkJoinCall(node: CheckedCall, element: CheckedElement): readonly Problem[] {
  const parts = node.arguments.map((part) => externalOf(part, element));
  const external = parts.filter((_, index) => index % 2 === 0);
  const owners = new Set(external.flatMap(ownersIn).map((owner) => JSON.stringify(owner)));
  if (owners.size === 0)
    return [
      error(node, "join_owner", `${node.name} fetches from another source: name its columns as [Source/Column].`),
    ];
  if (owners.size > 1) {
    return [error(node, "join_owner", `${node.name} cannot reference more than one external relation`)];
  }
  const errors = [
    ...external.flatMap((part) => foreignParts(part, node)),
    ...formulaProblems(node),
    ...keyProblems(node),
  ];
  const [owner] = external.flatMap(ownersIn);
  const rows = owner === undefined ? null : element.external(owner);
  if (errors.length > 0 || node.name !== "Lookup" || isKeyUnique(rows, external.slice(1))) return errors;
  const message = "Where several rows of the other source match, Lookup takes the smallest value.";
  return [{ at: node, code: "lookup_several", message, severity: "warning" }];
}

/** Inside Lookup and Rollup a relationship's name means the source that it leads to. */
export function externalOf(expression: CheckedExpression, element: CheckedElement): CheckedExpression {
  return mapReferences(expression, (node) => {
    const { binding } = node;
    if (binding.kind !== "related-column" || element.rows?.kind !== "source") return undefined;
    const target = element.rows.source.relationship(binding.relationshipId)?.target.source.id;
    if (target === undefined) return undefined;
    return { ...node, binding: { kind: "external-column", owner: { sourceId: target }, columnId: binding.columnId } };
  });
}

export function ownersIn(expression: CheckedExpression): readonly ExternalOwner[] {
  const owners: ExternalOwner[] = [];
  walk(expression, (node) => {
    if (node.kind === "reference" && node.binding.kind === "external-column") owners.push(node.binding.owner);
  });
  return owners;
}

/** Whether at most one row of the other side can match. */
function isKeyUnique(rows: ElementRows | null, keys: readonly CheckedExpression[]): boolean {
  if (rows?.kind !== "source") return false;
  return keys.some(
    (key) =>
      key.kind === "reference" &&
      key.binding.kind === "external-column" &&
      rows.source.column(key.binding.columnId)?.column.isUnique === true,
  );
}

function foreignParts(part: CheckedExpression, node: CheckedCall): readonly Problem[] {
  const problems: Problem[] = [];
  walk(part, (inner) => {
    if (inner.kind !== "reference" || inner.binding.kind === "external-column" || inner.binding.kind === "control")
      return;
    const message = `Here ${node.name} reads the other source only. Columns of this one belong into its local keys.`;
    problems.push(error(inner, "join_local_column", message));
  });
  return problems;
}

function formulaProblems(node: CheckedCall): readonly Problem[] {
  const [formula] = node.arguments;
  if (formula === undefined) return [];
  const isOfKind = (kind: string) => some(formula, (inner) => inner.kind === "call" && inner.levelKind === kind);
  if (isOfKind("window") || isOfKind("total") || isOfKind("join")) {
    return [error(formula, "join_formula", `${node.name} cannot hold window functions, totals or another lookup.`)];
  }
  if (node.name === "Rollup" && !isOfKind("aggregate")) {
    return [
      error(
        formula,
        "join_formula",
        "Rollup needs an aggregate, such as Sum([Source/Column]). Lookup takes a plain column.",
      ),
    ];
  }
  const [loose] = node.name === "Rollup" ? outsideAggregates(formula) : [];
  if (loose !== undefined) {
    return [
      error(
        loose,
        "join_formula",
        "Rollup has one value for each key: put this column into an aggregate, such as Max.",
      ),
    ];
  }
  if (node.name === "Lookup" && isOfKind("aggregate")) {
    return [error(formula, "join_formula", "Lookup takes a plain column. Use Rollup for an aggregate.")];
  }
  return [];
}

function outsideAggregates(expression: CheckedExpression): readonly CheckedExpression[] {
  if (expression.kind === "reference") return expression.binding.kind === "external-column" ? [expression] : [];
  if (expression.kind === "literal" || expression.levelKind === "aggregate") return [];
  return expression.arguments.flatMap(outsideAggregates);
}

function keyProblems(node: CheckedCall): readonly Problem[] {
  return node.arguments.flatMap((local, index) => {
    const external = index % 2 === 1 ? node.arguments[index + 1] : undefined;
    if (external === undefined) return [];
    const types = [local.type, external.type];
    if (local.type === external.type || types.includes("null") || types.includes("unknown")) return [];
    return [
      error(external, "join_key_type", `This key is ${external.type}, but the local key beside it is ${local.type}.`),
    ];
  });
}

function error(at: CheckedExpression, code: string, message: string): Problem {
  return { at, code, message, severity: "error" };
}
