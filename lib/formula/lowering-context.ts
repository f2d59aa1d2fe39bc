import type { DialectName } from "../sql/dialect.ts";
import type { SqlFragment, SqlValue } from "../sql/fragment.ts";
import type { Binding, CheckedCall, CheckedReference } from "./checked.ts";
import type { WeekStart } from "./types.ts";

/** Who runs the formula, for CurrentUserEmail and its siblings. */
export type FormulaPerson = {
  readonly email: string;
  readonly firstName: string;
  readonly fullName: string;
  readonly teams: readonly string[];
  readonly attributes: Readonly<Record<string, string>>;
};

/** All that SQL needs beside the formula. Nothing has a default: a forgotten setting is a type error. */
export type LoweringContext = {
  readonly dialect: DialectName;
  /** IANA name: the zone that wall-clock dates are in. */
  readonly timeZone: string;
  readonly weekStart: WeekStart;
  /** What Now() means, ISO date or date and time without zone. */
  readonly asOf: string;
  readonly person: FormulaPerson;
  /** The SQL of a name: a column of the present stage, or a control's value as a parameter with its cast. */
  readonly reference: (node: CheckedReference) => SqlFragment;
  /**
   * The column of an earlier stage that already holds this call, or undefined to write the call out here. Total and join calls
   * must come from here. Calls around an aggregate are best written one stage later, with the aggregate as `computed`.
   */
  readonly computed: (call: CheckedCall) => SqlFragment | undefined;
  /** Names stand for days as they are stored: bounds that are whole days are best written as days too. */
  readonly holdsDays?: boolean;
  /** The rows that window calls run over. `orderBy` entries carry direction and NULLS LAST and end in a tie-break. */
  readonly window?: { readonly partitionBy: readonly SqlFragment[]; readonly orderBy: readonly SqlFragment[] };
  /** The order of the rows inside a group, for ListAgg, ArrayAgg, First and Last as aggregates. Default: by the value. */
  readonly aggregateOrder?: readonly SqlFragment[];
  /** A control's plain value, where SQL wants a constant: bounds of moving windows. */
  readonly controlValue?: (binding: Extract<Binding, { kind: "control" }>) => SqlValue;
};
