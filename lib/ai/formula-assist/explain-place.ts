import "server-only";
import type { FormulaSentence } from "#lib/contract/formula-assist";
import { type ExplainScope, explainFormula } from "#lib/formula/explain";
import type { ExplainedLevel } from "#lib/formula/explain/notes";
import { nameKey } from "#lib/worksheet/names";
import type { FormulaPlacement } from "#lib/worksheet/place-formula";
import { placementOf } from "#lib/worksheet/row-level";
import type { Bench } from "./bench.ts";
import { keyNames } from "./try-formula.ts";

export type Explained = {
  readonly summary: string;
  readonly sentences: FormulaSentence[];
  readonly levelLabel: string;
};

/** What a formula does at its place, by its syntax tree. `place` null: it does not check, so nothing is said of levels. */
export function explainAtPlace(bench: Bench, formula: string, place: FormulaPlacement | null): Explained {
  const level = place === null ? null : explainedLevel(bench, place);
  const scope: ExplainScope = {
    level,
    weekStart: bench.scope.weekStart,
    customFunctions: bench.scope.customFunctions,
    describeName: (path) => describeName(bench, path),
  };
  const { summary, sentences } = explainFormula(formula, scope);
  return { summary, sentences: sentences.map((sentence) => ({ ...sentence })), levelLabel: labelOf(level) };
}

function explainedLevel({ worksheet }: Bench, place: FormulaPlacement): ExplainedLevel {
  if (place.kind === "chart-field") return place.field === "key" ? { kind: "row" } : chartLevel(worksheet, place.view);
  return levelOf(worksheet, place.level);
}

function chartLevel(
  worksheet: Bench["worksheet"],
  view: Extract<FormulaPlacement, { kind: "chart-field" }>["view"],
): ExplainedLevel {
  if (view.chart === undefined) return levelOf(worksheet, view.level);
  const { x, color, trellis } = view.chart;
  const named = (ids: readonly (string | null)[]) =>
    ids.flatMap((id) => worksheet.columns.find((column) => column.id === id)?.name ?? []);
  const keys = named([trellis, x, color]);
  if (keys.length === 0) return { kind: "summary" };
  return { kind: "group", keys, outer: x === null ? named([trellis]) : named([trellis, color]) };
}

function levelOf(worksheet: Bench["worksheet"], level: string): ExplainedLevel {
  if (level === "base") return { kind: "row" };
  if (level === "summary") return { kind: "summary" };
  const position = worksheet.groupings.findIndex(({ id }) => id === level);
  const outer = worksheet.groupings.slice(0, position).flatMap(({ id }) => keyNames(worksheet, id));
  return { kind: "group", keys: [...outer, ...keyNames(worksheet, level)], outer };
}

function labelOf(level: ExplainedLevel | null): string {
  if (level === null) return "";
  if (level.kind === "row") return "A value for each row";
  if (level.kind === "summary") return "One value for the whole table";
  return `One value for each ${level.keys.join(" and ")}`;
}

const longestDescription = 300;

/** What a name stands for: a column with its formula and level, a control, a metric, a described column of the source. */
function describeName({ worksheet, document, source, readsSource }: Bench, path: readonly string[]): string | null {
  const name = `[${path.join("/")}]`;
  const key = nameKey(path);
  if (path.length > 1) return null;
  const own = worksheet.columns.find((column) => nameKey([column.name]) === key);
  if (own !== undefined) {
    const placement = placementOf(worksheet, own.id);
    const formula = own.formula.trim() === name ? "" : `: ${own.formula.trim()}`;
    if (formula === "") return placement.role === "base" ? describedInSource(source, readsSource, key, name) : null;
    if (placement.role === "calculation")
      return `${name} is a calculation by ${keyNames(worksheet, placement.levelName).join(", ")}${formula}. On finer rows its value repeats.`;
    if (placement.role === "summary") return `${name} is a summary of the table${formula}.`;
    return `${name} is a column of this worksheet${formula}.`;
  }
  const control = document.controls.find(({ id }) => nameKey([id]) === key);
  if (control !== undefined) return `${name} is the value of the control "${control.name}".`;
  return describedInSource(source, readsSource, key, name);
}

function describedInSource(source: Bench["source"], readsSource: boolean, key: string, name: string): string | null {
  if (!readsSource) return null;
  const metric = source.metrics.find((one) => nameKey([one.name]) === key);
  if (metric !== undefined) return `${name} is a metric of ${source.name}: ${metric.formula.trim()}.`;
  const column = source.columns.find((one) => nameKey([one.name]) === key);
  const description = column?.description.trim().slice(0, longestDescription) ?? "";
  return description === "" ? null : `${name}: ${description.replace(/[.…]?$/, ".")}`;
}
