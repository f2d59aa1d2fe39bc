import type { Call } from "./call.ts";
import { conversions } from "./functions/convert.ts";
import { textIn, type Value } from "./value.ts";

/** A value of the first argument as `Text` would write it. */
export function textOfGiven(value: Value, call: Omit<Call, "values">): string {
  const text = conversions["Text"]?.of({ ...call, values: [value], result: { type: "text" } }) ?? null;
  return textIn(text);
}
