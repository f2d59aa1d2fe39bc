import type { SqlFragment } from "../../../sql/fragment.ts";
import { argument, both, type FunctionDefinition, type LoweringCall } from "../definition.ts";
import { ofFirst } from "../precision-rules.ts";
import { aggregate } from "./aggregate-function.ts";

/** How many levels up a parent is, 1 when left out. */
const levels = argument("levels", "number", { literal: true });

const totalModes = [
  "grand_total",
  "parent_grouping",
  "x_axis",
  "color",
  "row",
  "column",
  "row_parent",
  "column_parent",
] as const;

function lowerElsewhere(call: LoweringCall): SqlFragment {
  throw new Error(`${call.node.name} is computed at another level and must come from the context.`);
}

/** Desugared to Subtotal; the stager computes it at the level that the mode names. */
export const totalFunctions: readonly FunctionDefinition[] = [
  aggregate({
    name: "Subtotal",
    signature: {
      required: [argument("aggregate", "T"), argument("mode", "text", { values: totalModes })],
      optional: [levels],
    },
    levelKind: "total",
    result: "T",
    description: "The aggregate over the rows of another level.",
    example: 'Subtotal(Sum([Sales]), "parent_grouping")',
    precision: ofFirst,
    lowering: both(lowerElsewhere),
  }),
  aggregate({
    name: "GrandTotal",
    signature: { required: [argument("aggregate", "T")] },
    levelKind: "total",
    result: "T",
    description: "The aggregate over all rows.",
    example: "GrandTotal(Sum([Sales]))",
    precision: ofFirst,
    lowering: both(lowerElsewhere),
  }),
  aggregate({
    name: "PercentOfTotal",
    signature: {
      required: [argument("aggregate", "number")],
      optional: [argument("mode", "text", { values: totalModes }), levels],
    },
    levelKind: "total",
    result: "number",
    description: "The aggregate as a share of the same aggregate at another level, by default of all rows.",
    example: 'PercentOfTotal(Sum([Sales]), "parent_grouping")',
    lowering: both(lowerElsewhere),
  }),
];

/** Fetch from one other source without ever multiplying rows. The stager makes the join. */
export const joinFunctions: readonly FunctionDefinition[] = (["Lookup", "Rollup"] as const).map((name) => ({
  name,
  category: "join",
  signature: {
    required: [argument("formula", "T"), argument("local key", "any"), argument("external key", "any")],
    repeated: [argument("local key", "any"), argument("external key", "any")],
  },
  levelKind: "join",
  result: "T",
  description:
    name === "Lookup"
      ? "A value of the row of another source whose keys match; of several, the smallest."
      : "An aggregate over the rows of another source whose keys match.",
  example:
    name === "Lookup"
      ? "Lookup([Products/Category], [Product Id], [Products/Product Id])"
      : "Rollup(Sum([Targets/Target]), [Region], [Targets/Region])",
  precision: ofFirst,
  lowering: both(lowerElsewhere),
}));
