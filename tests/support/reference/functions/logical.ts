import { type Call, common, first, logical, loose, type RowFunctions } from "../call.ts";
import { decimal } from "../decimal.ts";
import { compareValues, type Description, numberOf, type Value } from "../value.ts";

/** Values of If and Switch, without conditions and cases. */
function results(from: number, given: readonly Description[]): readonly Description[] {
  return given.filter((_one, index) => index >= from && ((index - from) % 2 === 1 || index === given.length - 1));
}

/** The value beside the first that is chosen, else the last one that stands alone. */
function choose(values: readonly Value[], isChosen: (value: Value) => boolean): Value {
  for (let index = 0; index + 1 < values.length; index += 2) {
    if (isChosen(values[index] ?? null)) return values[index + 1] ?? null;
  }
  return values.length % 2 === 1 ? (values.at(-1) ?? null) : null;
}

function equals(left: Value, right: Value, { trace }: Call): boolean | null {
  return left === null || right === null ? null : compareValues(left, right, trace) === 0;
}

export const logicalFunctions: RowFunctions = {
  If: loose(
    (given) => common(results(0, given)),
    ({ values }) => choose(values, (value) => value === true),
  ),
  Switch: loose(
    (given) => common(results(1, given)),
    (call) => choose(call.values.slice(1), (value) => equals(call.values[0] ?? null, value, call) === true),
  ),
  Choose: loose(
    (given) => common(given.slice(1)),
    ({ values: [index = null, ...values] }) => (index === null ? null : (values[numberOf(index) - 1] ?? null)),
  ),
  Coalesce: loose(common, ({ values }) => values.find((value) => value !== null) ?? null),
  In: loose(logical, (call) => {
    const [value = null, ...candidates] = call.values;
    const found = candidates.map((candidate) => equals(value, candidate, call));
    if (found.includes(true)) return true;
    return found.includes(null) ? null : false;
  }),
  Between: loose(logical, (call) => {
    const [value = null, low = null, high = null] = call.values;
    const isAbove = value === null || low === null ? null : compareValues(value, low, call.trace) >= 0;
    const isBelow = value === null || high === null ? null : compareValues(value, high, call.trace) <= 0;
    if (isAbove === false || isBelow === false) return false;
    return isAbove === null || isBelow === null ? null : true;
  }),
  IsNull: loose(logical, ({ values }) => values[0] === null),
  IsNotNull: loose(logical, ({ values }) => values[0] !== null),
  Zn: loose(
    (given) => ({ type: "number", scale: given[0]?.scale ?? (given[0]?.type === "null" ? 0 : null) }),
    ({ values, result }) => values[0] ?? (result.scale === null ? 0 : decimal(0)),
  ),
  NullIf: loose(first, (call) => {
    const [value = null, other = null] = call.values;
    return equals(value, other, call) === true ? null : value;
  }),
};
