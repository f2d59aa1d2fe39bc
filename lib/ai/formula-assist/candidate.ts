import "server-only";
import type { FormulaCandidate } from "#lib/contract/formula-assist";
import { AskbookError } from "#lib/errors";
import type { Diagnostic } from "#lib/formula/diagnostic";
import { type ValueType, valueTypes } from "#lib/formula/types";
import { checkView } from "#lib/worksheet/check";
import { formatOf } from "#lib/worksheet/format";
import type { Bench } from "./bench.ts";
import { explainAtPlace } from "./explain-place.ts";
import { previewOf } from "./preview.ts";
import { placeLabel, type Sound } from "./try-formula.ts";

export type CandidateMaking = {
  readonly id: string;
  readonly origin: FormulaCandidate["origin"];
  readonly changes: readonly string[];
  /** The formula whose values stand beside; null: none. */
  readonly before: string | null;
};

export type Made =
  | { readonly ok: true; readonly candidate: FormulaCandidate }
  | { readonly ok: false; readonly problem: Diagnostic };

/** A sound formula as it is shown, after it has run on real rows. One that the engine refuses is no candidate. */
export async function makeCandidate(bench: Bench, tried: Sound, making: CandidateMaking): Promise<Made> {
  const { formula } = tried.written;
  try {
    const preview = await previewOf(bench, tried, making.before);
    const { summary, sentences } = explainAtPlace(bench, formula, tried.place);
    const format = formatIn(bench, tried);
    const candidate: FormulaCandidate = {
      id: making.id,
      origin: making.origin,
      formula,
      name: tried.placed.name,
      type: valueTypeOf(tried.column.type),
      ...(tried.column.grain === undefined ? {} : { grain: tried.column.grain }),
      ...(format === undefined ? {} : { format }),
      place: tried.place,
      placeLabel: placeLabel(bench, tried.place),
      summary,
      sentences,
      changes: [...making.changes],
      warnings: tried.diagnostics.map(copyOf),
      preview,
    };
    return { ok: true, candidate };
  } catch (error) {
    if (!(error instanceof AskbookError) || !ofTheFormula.has(error.code)) throw error;
    return { ok: false, problem: refusedByEngine(formula, error.message) };
  }
}

const ofTheFormula: ReadonlySet<string> = new Set([
  "formula_invalid",
  "query_failed",
  "query_timeout",
  "result_too_large",
]);

function refusedByEngine(formula: string, message: string): Diagnostic {
  return { code: "does_not_run", severity: "error", message, span: { from: 0, to: formula.length } };
}

function formatIn(bench: Bench, { document, view, placed }: Sound) {
  const { element } = checkView(view, { ...bench.scope, document });
  const column = element?.column(placed.columnId);
  return element === null || column === undefined ? undefined : formatOf(column, element);
}

export function valueTypeOf(type: string): ValueType {
  return valueTypes.find((one) => one === type) ?? "text";
}

/** As the contract wants it: plain, and mutable. */
export function copyOf({ code, severity, message, span, fix }: Diagnostic): FormulaCandidate["warnings"][number] {
  const copied = { code, severity, message, span: { ...span } };
  if (fix === undefined) return copied;
  const edits = fix.edits.map((edit) => ({ span: { ...edit.span }, insert: edit.insert }));
  return { ...copied, fix: { title: fix.title, edits } };
}
