import { join, raw, type SqlFragment, sql } from "../../../sql/fragment.ts";
import { argument, type FunctionDefinition, type LoweringCall } from "../definition.ts";

/** Window functions run over the rows of their level: `context.window` has the partition and the order. */

export const number = argument("column", "number");
export const anything = argument("column", "T");

export function window(
  definition: Omit<FunctionDefinition, "category" | "levelKind"> & Partial<FunctionDefinition>,
): FunctionDefinition {
  return { category: "window", levelKind: "window", ...definition };
}

type Frame = {
  readonly partitionBy?: readonly SqlFragment[];
  readonly orderBy?: readonly SqlFragment[];
  readonly rows?: SqlFragment;
};

/** `… OVER (PARTITION BY … ORDER BY … ROWS …)`; what the frame does not say comes from the context. */
export function over(call: LoweringCall, value: SqlFragment, frame: Frame = {}): SqlFragment {
  const { window: rows } = call.context;
  if (rows === undefined) throw new Error(`${call.node.name} needs the rows that it runs over.`);
  const partitionBy = [...rows.partitionBy, ...(frame.partitionBy ?? [])];
  const orderBy = frame.orderBy ?? rows.orderBy;
  const parts = [
    ...(partitionBy.length === 0 ? [] : [sql`PARTITION BY ${join(partitionBy)}`]),
    ...(orderBy.length === 0 ? [] : [sql`ORDER BY ${join(orderBy)}`]),
    ...(frame.rows === undefined || orderBy.length === 0 ? [] : [frame.rows]),
  ];
  return sql`${value} OVER (${join(parts, " ")})`;
}

export const untilHere = raw("ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW");
