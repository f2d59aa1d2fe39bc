import type { FormulaScope } from "../checked.ts";
import type { Diagnostic, Fix, Span } from "../diagnostic.ts";
import { foreignNames } from "../functions/foreign-names.ts";
import { findFunction, functionNames } from "../functions/table.ts";
import { type Candidates, findNearestOf, prepareCandidates } from "../nearest.ts";
import { writeReferencePath } from "../parse/literals.ts";
import { overBase } from "./foreign-calls.ts";

export function error(code: string, message: string, span: Span, fix?: Fix): Diagnostic {
  return { code, severity: "error", message, span, ...(fix === undefined ? {} : { fix }) };
}

export function replaceFix(title: string, span: Span, insert: string): Fix {
  return { title, edits: [{ span, insert }] };
}

/** Puts a call around a part of the formula. */
export function wrapFix(title: string, span: Span, name: string): Fix {
  return {
    title,
    edits: [
      { span: { from: span.from, to: span.from }, insert: `${name}(` },
      { span: { from: span.to, to: span.to }, insert: ")" },
    ],
  };
}

/** Explains names that mean nothing in a scope. What is near is looked for a few times only, and the names are read once. */
export type UnknownNames = {
  column(path: readonly string[], span: Span): Diagnostic;
  /** `rewritten`: the whole call in our words, where more than its name differs. */
  function(name: string, span: Span, rewritten: { readonly span: Span; readonly text: string } | null): Diagnostic;
};

/** Whoever has more unknown names than this has another problem than a typing error. */
const mostSearches = 20;

export function createUnknownNames(scope: FormulaScope): UnknownNames {
  const found = new Map<string, readonly (readonly string[])[]>();
  const functions = new Map<string, string | undefined>();
  let columns: ColumnNames | undefined;
  return {
    column(path, span) {
      const key = path.join("/");
      if (!found.has(key)) {
        columns ??= columnNamesOf(scope);
        found.set(key, found.size < mostSearches ? findColumns(path, columns) : []);
      }
      return describeUnknownColumn(path, span, found.get(key) ?? []);
    },
    function(name, span, rewritten) {
      const key = name.toLowerCase();
      if (!functions.has(key))
        functions.set(key, functions.size < mostSearches ? findFunctionName(name, scope) : undefined);
      return describeUnknownFunction(name, span, functions.get(key), rewritten);
    },
  };
}

type ColumnNames = {
  readonly paths: ReadonlyMap<string, readonly string[]>;
  readonly byLastName: ReadonlyMap<string, readonly string[]>;
  readonly candidates: Candidates;
};

const read = new WeakMap<FormulaScope["names"], ColumnNames>();

/** Read once where a scope gives the same names again, as that of an editor does at every key. */
function columnNamesOf({ names }: FormulaScope): ColumnNames {
  const known = read.get(names) ?? readColumnNames(names);
  read.set(names, known);
  return known;
}

function readColumnNames(names: FormulaScope["names"]): ColumnNames {
  const paths = new Map(names.map(({ path }) => [path.join("/"), path]));
  const byLastName = new Map<string, string[]>();
  for (const [name, path] of paths) {
    const last = (path.at(-1) ?? "").toLowerCase();
    const same = byLastName.get(last);
    if (same === undefined) byLastName.set(last, [name]);
    else same.push(name);
  }
  return { paths, byLastName, candidates: prepareCandidates([...paths.keys()]) };
}

function findColumns(path: readonly string[], { paths, byLastName, candidates }: ColumnNames) {
  const sameName = byLastName.get((path.at(-1) ?? "").toLowerCase()) ?? [];
  const nearest = [...new Set([...sameName, ...findNearestOf(path.join("/"), candidates)])].slice(0, 3);
  return nearest.flatMap((name) => {
    const meant = paths.get(name);
    return meant === undefined ? [] : [meant];
  });
}

/** As much of a name as a message shows. */
function shown(name: string): string {
  return name.length > 100 ? `${name.slice(0, 100)}…` : name;
}

function describeUnknownColumn(
  path: readonly string[],
  span: Span,
  nearest: readonly (readonly string[])[],
): Diagnostic {
  const written = shown(path.join("/"));
  const [best] = nearest;
  if (best === undefined) return error("unknown_column", `Unknown column [${written}]`, span);
  const hint = nearest.map((name) => `[${name.join("/")}]`).join(", ");
  const replacement = writeReferencePath(best);
  return error(
    "unknown_column",
    `Unknown column [${written}]. Did you mean ${hint}?`,
    span,
    replaceFix(`Use ${replacement}`, span, replacement),
  );
}

const ownNames = prepareCandidates(functionNames);

function findFunctionName(name: string, { customFunctions }: FormulaScope): string | undefined {
  const custom = customFunctions.filter(({ isHidden }) => isHidden !== true).map((one) => one.name);
  const candidates = custom.length === 0 ? ownNames : [...ownNames, ...prepareCandidates(custom)];
  return findNearestOf(name, candidates, 1)[0];
}

function describeUnknownFunction(
  name: string,
  span: Span,
  nearest: string | undefined,
  rewritten: { readonly span: Span; readonly text: string } | null,
): Diagnostic {
  const key = name.toLowerCase();
  const foreign = Object.hasOwn(foreignNames, key) ? foreignNames[key] : overAdvice(key);
  const meant = foreign === undefined ? nearest : foreign.name;
  const guess = meant == null ? "" : ` Did you mean ${meant}?`;
  const advice = foreign?.advice === undefined ? "" : ` ${foreign.advice}`;
  const message = `Unknown function "${shown(name)}".${guess}${advice}`;
  if (rewritten !== null) {
    const title = rewritten.text.length > 60 ? `Use ${meant ?? "it"}` : `Use ${rewritten.text}`;
    return error("unknown_function", message, span, replaceFix(title, rewritten.span, rewritten.text));
  }
  const isKnown = meant != null && (findFunction(meant) !== undefined || foreign === undefined);
  return error("unknown_function", message, span, isKnown ? replaceFix(`Use ${meant}`, span, meant) : undefined);
}

/** `SumOver`, `AvgOver` and what else ends so. */
function overAdvice(key: string): { readonly name: string; readonly advice: string } | undefined {
  const base = overBase(key);
  const definition = base === null ? undefined : findFunction(base);
  if (definition === undefined) return undefined;
  return { name: definition.name, advice: "Put the aggregate into a grouping, or use Subtotal." };
}
