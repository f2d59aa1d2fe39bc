import type { FormulaScope } from "../checked.ts";
import type { Diagnostic, Fix, Span } from "../diagnostic.ts";
import { foreignNames } from "../functions/foreign-names.ts";
import { findFunction, functionNames } from "../functions/table.ts";
import { findNearest } from "../nearest.ts";
import { writeReferencePath } from "../parse/literals.ts";

export function error(code: string, message: string, span: Span, fix?: Fix): Diagnostic {
  return { code, severity: "error", message, span, ...(fix === undefined ? {} : { fix }) };
}

export function replaceFix(title: string, span: Span, insert: string): Fix {
  return { title, edits: [{ span, insert }] };
}

export function describeUnknownColumn(path: readonly string[], span: Span, { names }: FormulaScope): Diagnostic {
  const written = path.join("/");
  const byName = new Map(names.map((name) => [name.path.join("/"), name.path]));
  const known = [...byName.keys()];
  const last = path.at(-1) ?? "";
  const sameName = known.filter((name) => byName.get(name)?.at(-1)?.toLowerCase() === last.toLowerCase());
  const nearest = [...new Set([...sameName, ...findNearest(written, known)])].slice(0, 3);
  const [best] = nearest;
  const bestPath = best === undefined ? undefined : byName.get(best);
  if (bestPath === undefined) return error("unknown_column", `Unknown column [${written}]`, span);
  const hint = nearest.map((name) => `[${name}]`).join(", ");
  const replacement = writeReferencePath(bestPath);
  return error(
    "unknown_column",
    `Unknown column [${written}]. Did you mean ${hint}?`,
    span,
    replaceFix(`Use ${replacement}`, span, replacement),
  );
}

export function describeUnknownFunction(name: string, span: Span, { customFunctions }: FormulaScope): Diagnostic {
  const foreign = foreignNames[name.toLowerCase()];
  const shown = customFunctions.filter(({ isHidden }) => isHidden !== true).map((custom) => custom.name);
  const [nearest] = findNearest(name, [...functionNames, ...shown], 1);
  const meant = foreign === undefined ? nearest : foreign.name;
  const guess = meant === null || meant === undefined ? "" : ` Did you mean ${meant}?`;
  const advice = foreign?.advice === undefined ? "" : ` ${foreign.advice}`;
  const message = `Unknown function "${name}".${guess}${advice}`;
  const isKnown = meant !== null && meant !== undefined && (findFunction(meant) !== undefined || foreign === undefined);
  return error("unknown_function", message, span, isKnown ? replaceFix(`Use ${meant}`, span, meant) : undefined);
}
