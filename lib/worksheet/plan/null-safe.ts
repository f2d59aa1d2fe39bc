import type { FormulaType } from "../../formula/types.ts";
import type { DialectName } from "../../sql/dialect.ts";
import { raw, type SqlFragment, sql } from "../../sql/fragment.ts";

/** Whether two keys are equal when null equals null. */
export function nullSafeEquals(
  dialect: DialectName,
  left: SqlFragment,
  right: SqlFragment,
  type: FormulaType,
): SqlFragment {
  const standIn = dialect === "postgres" ? standIns[type] : null;
  if (standIn === null) return sql`${left} IS NOT DISTINCT FROM ${right}`;
  // PostgreSQL cannot hash IS NOT DISTINCT FROM: it would compare every row with every group.
  const [a, b] = [sql`COALESCE(${left}, ${raw(standIn)})`, sql`COALESCE(${right}, ${raw(standIn)})`];
  return sql`${a} = ${b} AND (${left} IS NULL) = (${right} IS NULL)`;
}

const standIns: Readonly<Record<FormulaType, string | null>> = {
  text: "''",
  number: "0",
  date: "TIMESTAMP '1970-01-01'",
  logical: "FALSE",
  variant: null,
  null: null,
  unknown: null,
};
