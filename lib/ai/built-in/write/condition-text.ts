import { labelOf } from "../draft/write-title.ts";
import type { Condition } from "../interpret/reading.ts";

/** " (last quarter; West)": the filters in force, to stand at the end of a sentence. */
export function labelTextOf(conditions: readonly Condition[]): string {
  const labels = conditions.flatMap((condition) => labelOf(condition) ?? []);
  return labels.length === 0 ? "" : ` (${labels.join("; ")})`;
}
