import type { CheckedFormula } from "../formula/check.ts";
import type { Binding, FormulaScope, Resolution } from "../formula/checked.ts";
import type { DateGrain, FormulaType, Precision } from "../formula/types.ts";
import type { Asked } from "./formula-set.ts";
import type { Control } from "./worksheet.ts";

/** One thing that a formula may name. Asking for it checks it, so that nothing is checked in vain. */
export type NamedValue = {
  readonly path: readonly string[];
  readonly type: FormulaType;
  readonly description?: string;
  /** The formula that has this name, which cannot mean itself. */
  readonly owner?: string;
  resolve(): Resolution;
};

/** A `/` in a name separates; it is shown as a space. Names match without regard to case. */
export function nameKey(path: readonly string[]): string {
  return path.map((name) => name.replaceAll("/", " ").trim().toLowerCase()).join("/");
}

/** Every name of an owner, those that win first. Made once; each formula of the owner asks it through its own scope. */
export function createNames(values: Iterable<NamedValue>): ReadonlyMap<string, readonly NamedValue[]> {
  const byName = new Map<string, NamedValue[]>();
  for (const value of values) {
    const key = nameKey(value.path);
    const same = byName.get(key);
    if (same === undefined) byName.set(key, [value]);
    else same.push(value);
  }
  return byName;
}

/** What one formula sees: a name never means the formula it stands in (`self`), but the next one of that name. */
export function scopeOf(
  names: ReadonlyMap<string, readonly NamedValue[]>,
  self: string | null,
  { customFunctions, dialect }: Pick<FormulaScope, "customFunctions" | "dialect">,
): FormulaScope {
  const meant = (values: readonly NamedValue[]): NamedValue | undefined =>
    values.find((value) => self === null || value.owner !== self);
  return {
    resolve: (path) => meant(names.get(nameKey(path)) ?? [])?.resolve() ?? { kind: "unknown" },
    get names() {
      return self === null ? firstOfEach(names) : [...names.values()].flatMap((values) => meant(values) ?? []);
    },
    customFunctions,
    ...(dialect === undefined ? {} : { dialect }),
  };
}

const listed = new WeakMap<ReadonlyMap<string, readonly NamedValue[]>, readonly NamedValue[]>();

/** The same list for the same names: an editor asks at every key. */
function firstOfEach(names: ReadonlyMap<string, readonly NamedValue[]>): readonly NamedValue[] {
  const known = listed.get(names) ?? [...names.values()].flatMap(([first]) => first ?? []);
  listed.set(names, known);
  return known;
}

/** A formula's answer as a name's: its binding with the type that checking found. */
export function resolutionOf(asked: Asked<CheckedFormula> | undefined, binding: Binding): Resolution {
  if (asked === undefined) return { kind: "unknown" };
  if (asked === "cycle") return { kind: "cycle" };
  if (asked.expression === null) return { kind: "errored" };
  return found(binding, asked);
}

type Typed = {
  readonly type: FormulaType;
  readonly grain?: DateGrain | undefined;
  readonly precision?: Precision | undefined;
};

export function found(binding: Binding, { type, grain, precision }: Typed): Resolution {
  return {
    kind: "found",
    binding,
    type,
    ...(grain === undefined ? {} : { grain }),
    ...(precision === undefined ? {} : { precision }),
  };
}

export function controlValue(control: Control): NamedValue {
  const type = controlType(control);
  return {
    path: [control.id],
    type,
    description: control.name,
    resolve: () => found({ kind: "control", controlId: control.id, part: "value" }, { type }),
  };
}

function controlType(control: Control): FormulaType {
  if (control.kind === "text") return "text";
  if (control.kind === "number" || control.kind === "numberRange") return "number";
  if (control.kind === "dateRange") return "date";
  if (control.kind === "switch") return "logical";
  if (control.multiple) return "variant";
  const value = control.value[0];
  if (typeof value === "number") return "number";
  return typeof value === "boolean" ? "logical" : "text";
}
