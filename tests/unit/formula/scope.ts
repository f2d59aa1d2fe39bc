import type { CustomFunction, FormulaScope, Resolution } from "#lib/formula/checked";
import type { FormulaType, Precision } from "#lib/formula/types";

const columns: Readonly<Record<string, { readonly type: FormulaType; readonly precision?: Precision }>> = {
  Sales: { type: "number", precision: { kind: "decimal", digits: 12, scale: 2 } },
  Quantity: { type: "number", precision: { kind: "integer", digits: 10, scale: 0 } },
  Ratio: { type: "number", precision: { kind: "double" } },
  Region: { type: "text" },
  "Order Date": { type: "date" },
  Returned: { type: "logical" },
  Tags: { type: "variant" },
};

/** A small source for tests of the checker. `Broken` has errors, `Circle` refers to itself, `Period` is a date range control. */
export function testScope(customFunctions: readonly CustomFunction[] = []): FormulaScope {
  const names = Object.entries(columns).map(([name, { type }]) => ({ path: [name], type }));
  return { names, customFunctions, resolve: (path) => resolve(path) };
}

function resolve(path: readonly string[]): Resolution {
  const written = path.join("/").toLowerCase();
  if (written === "broken") return { kind: "errored" };
  if (written === "circle") return { kind: "cycle" };
  if (written === "period") {
    return { kind: "found", binding: { kind: "control", controlId: "period", part: "value" }, type: "unknown" };
  }
  const found = Object.entries(columns).find(([name]) => name.toLowerCase() === written);
  if (found === undefined) return { kind: "unknown" };
  const [columnId, { type, precision }] = found;
  const grain = type === "date" ? { grain: "time" as const } : {};
  return {
    kind: "found",
    binding: { kind: "source-column", columnId },
    type,
    ...grain,
    ...(precision === undefined ? {} : { precision }),
  };
}
