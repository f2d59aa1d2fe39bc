import type { FormulaAnswer, FormulaModelInput } from "#lib/contract/formula-model";
import { parseFormula } from "#lib/formula/parse";
import { writeReferencePath } from "#lib/formula/parse/literals";
import { findReferences } from "#lib/formula/rename";
import type { Expression } from "#lib/formula/syntax";
import { findColumnSpans } from "../mentions/match-columns.ts";
import { prepareSource } from "../source.ts";
import { tokenize } from "../text/tokens.ts";
import { writeFormulas } from "./write-formula.ts";

/** What the checker has no fix for: names by their meaning, formulas that are words, and wishes about sound ones. */
export function correctFormulas(input: FormulaModelInput): FormulaAnswer {
  const formula = input.formula ?? "";
  const meant = input.request.trim() === "" ? [] : writeFormulas({ ...input, attempts: [] }).candidates;
  const mended = input.attempts.flatMap((attempt) =>
    attempt.formula === formula && attempt.mended !== null ? [attempt.mended] : [],
  );
  const texts = [...meant.map((one) => one.formula), ...mended, ...rewritten(formula, input)];
  const tried = new Set(input.attempts.map((attempt) => attempt.formula));
  const fresh = [...new Set(texts)].filter((text) => text !== formula && !tried.has(text)).slice(0, 2);
  const level = input.place.levels[0]?.name ?? "row";
  const candidates = fresh.map((text) => ({
    name: input.place.column ?? "Corrected",
    formula: text,
    level: meant.find((one) => one.formula === text)?.level ?? level,
  }));
  return candidates.length > 0 ? { candidates, declined: null } : { candidates: [], declined: whyNot(input) };
}

function rewritten(formula: string, input: FormulaModelInput): readonly string[] {
  const renamed = withKnownNames(formula, input);
  const closed = withClosedBrackets(renamed);
  const joined = withJoinedTexts(formula, input);
  const inWords = /[()[\]]/.test(formula)
    ? []
    : writeFormulas({ ...input, request: inPlainWords(formula), attempts: [] }).candidates.map((one) => one.formula);
  return [renamed, closed, joined, ...inWords];
}

/** Names that no column has, by what they mean: `[Revenue]` is `[Sales]`. */
function withKnownNames(formula: string, { source, worksheet }: FormulaModelInput): string {
  const own = worksheet.columns.map(({ name, type }) => ({ name, type, description: "" }));
  const known = prepareSource({ ...source, columns: [...own, ...source.columns] });
  const names = new Set([
    ...known.columns.map(({ path }) => path.toLowerCase()),
    ...worksheet.controls.map(({ id }) => id.toLowerCase()),
  ]);
  const references = findReferences(parseFormula(formula).expression);
  return references.reduceRight((text, { path, span }) => {
    if (names.has(path.join("/").toLowerCase())) return text;
    const tokens = tokenize(path.join(" "));
    const whole = findColumnSpans(tokens, known).find(({ from, to }) => from === 0 && to === tokens.length);
    const unit = known.columns.find(({ role, description }) => role === "measure" && isUnit(description.unit, path));
    const best = whole?.candidates.find(({ column, quality }) => column.role !== "metric" && quality >= 0.7)?.column;
    const meant = unit ?? best;
    if (meant === undefined) return text;
    return text.slice(0, span.from) + writeReferencePath(meant.path.split("/")) + text.slice(span.to);
  }, formula);
}

/** `[Units]` is what is counted in units. */
function isUnit(unit: string | undefined, path: readonly string[]): boolean {
  return path.length === 1 && unit !== undefined && unit.toLowerCase() === path[0]?.toLowerCase();
}

/** `+` adds numbers; texts are joined by `&`. */
function withJoinedTexts(formula: string, { attempts }: FormulaModelInput): string {
  const isOfTexts = attempts.some(({ problems }) => problems.some((text) => /function \+.*text/.test(text)));
  if (!isOfTexts) return formula;
  const places: number[] = [];
  const visit = (node: Expression): void => {
    if (node.kind !== "binary") return;
    if (node.operator === "+") places.push(node.operatorSpan.from);
    visit(node.left);
    visit(node.right);
  };
  visit(parseFormula(formula).expression);
  return places
    .toSorted((left, right) => right - left)
    .reduce((text, place) => `${text.slice(0, place)}&${text.slice(place + 1)}`, formula);
}

/** With the brackets that are missing at the end. */
function withClosedBrackets(formula: string): string {
  const open: string[] = [];
  let isText = false;
  for (const sign of formula) {
    if (sign === '"') isText = !isText;
    if (isText) continue;
    if (sign === "(") open.push(")");
    if (sign === "[") open.push("]");
    if (sign === ")" || sign === "]") open.pop();
  }
  return `${formula}${isText ? '"' : ""}${open.toReversed().join("")}`;
}

function inPlainWords(formula: string): string {
  return formula.replaceAll(/([-+*/])/g, " $1 ");
}

function whyNot({ attempts, request }: FormulaModelInput): string {
  const [problem] = attempts.at(-1)?.problems ?? [];
  if (problem !== undefined) return `The built-in model knows no formula that was meant here: ${problem}`;
  return request.trim() === ""
    ? "The built-in model has nothing else to propose."
    : "The built-in model cannot read what is wrong with the values. Describe the formula that you want under Write a new formula.";
}
