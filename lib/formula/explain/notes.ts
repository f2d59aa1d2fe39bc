import { spineOf } from "../check/chains.ts";
import type { CustomFunction } from "../checked.ts";
import type { Span } from "../diagnostic.ts";
import { findFunction } from "../functions/table.ts";
import type { Expression } from "../syntax.ts";
import type { WeekStart } from "../types.ts";

/** What a formula's rows are, as far as sentences need it. */
export type ExplainedLevel =
  | { readonly kind: "row" }
  /** Names of the keys; `outer` are those of the groupings around. */
  | { readonly kind: "group"; readonly keys: readonly string[]; readonly outer: readonly string[] }
  | { readonly kind: "summary" };

export type NoteScope = {
  /** Null: not known. */
  readonly level: ExplainedLevel | null;
  readonly weekStart: WeekStart;
  readonly customFunctions: readonly CustomFunction[];
  /** What a name stands for, as a sentence; null: nothing to add. */
  describeName(path: readonly string[]): string | null;
};

export type Note = { readonly text: string; readonly span: Span };

/** What a formula does beyond its words: levels, order, Nulls, weeks, names. Each is said once, where it first applies. */
export function notesOf(expression: Expression, scope: NoteScope): readonly Note[] {
  const notes = new Map<string, Note>();
  visit(expression, (node) => {
    for (const text of notesAt(node, scope)) if (!notes.has(text)) notes.set(text, { text, span: node.span });
  });
  return [...notes.values()];
}

function visit(node: Expression, onNode: (node: Expression) => void): void {
  onNode(node);
  for (const child of childrenOf(node)) visit(child, onNode);
}

export function childrenOf(node: Expression): readonly Expression[] {
  switch (node.kind) {
    case "call":
      return node.arguments;
    case "unary":
      return [node.operand];
    case "binary": {
      const { first, rest } = spineOf(node);
      return [first, ...rest.map(({ right }) => right)];
    }
    case "field":
      return [node.object];
    case "index":
      return [node.object, node.index];
    case "record":
      return node.entries.map(({ value }) => value);
    default:
      return [];
  }
}

function notesAt(node: Expression, scope: NoteScope): readonly string[] {
  if (node.kind === "reference") {
    const text = scope.describeName(node.path);
    return text === null ? [] : [text];
  }
  if (node.kind === "binary") {
    const { rest } = spineOf(node);
    return rest.some(({ operator }) => operator === "/" || operator === "%") ? [byZero] : [];
  }
  return node.kind === "call" ? notesOfCall(node, scope) : [];
}

const byZero = "Division by zero gives Null.";

function notesOfCall(node: Extract<Expression, { kind: "call" }>, scope: NoteScope): readonly string[] {
  const definition = findFunction(node.name);
  if (definition === undefined) return customNote(node.name, scope);
  const { name, levelKind } = definition;
  const isWindow = levelKind === "window" || (levelKind === "either" && scope.level?.kind === "row");
  return [
    ...(levelKind === "aggregate" && scope.level?.kind === "group" ? [aggregateNote(scope.level.keys)] : []),
    ...(levelKind === "aggregate" && scope.level?.kind === "summary"
      ? ["Aggregates run over all rows that the filters leave."]
      : []),
    ...(isWindow ? [windowNote(name, scope)] : []),
    ...(byName[name] ?? []),
    ...(weekly.has(name) && isOfWeeks(node) ? [`Weeks start on ${capital(scope.weekStart)}.`] : []),
  ];
}

function customNote(name: string, { customFunctions }: NoteScope): readonly string[] {
  const custom = customFunctions.find((one) => one.name.toLowerCase() === name.toLowerCase());
  if (custom === undefined) return [];
  const about = custom.description.trim() === "" ? "" : ` ${custom.description.trim().replace(/\.?$/, ".")}`;
  return [`${custom.name} is a function of your organization: ${custom.formula.trim()}.${about}`];
}

function aggregateNote(keys: readonly string[]): string {
  return `Aggregates run over the rows of each ${keys.map((key) => `[${key}]`).join(" and ")} that the filters leave.`;
}

function windowNote(name: string, { level }: NoteScope): string {
  const outer = level?.kind === "group" ? level.outer : [];
  const anew = outer.length === 0 ? "" : `, beginning anew in each ${outer.map((key) => `[${key}]`).join(" and ")}`;
  const rows = level?.kind === "group" ? "over the groups" : "over the rows";
  const order = ordersItself.has(name) ? "" : " in the order in which they are sorted";
  return `${name} runs ${rows}${order}${anew}.`;
}

/** Ranking by a value needs no order of the rows. */
const ordersItself: ReadonlySet<string> = new Set(["Rank", "RankDense", "RankPercentile", "CumeDist", "Ntile"]);

const noMatch = "Where no row matches, the value is Null.";
const caseMatters = "Capital and small letters differ.";
const present = "Today is the day that the source's data goes up to, else the present day.";

const byName: Readonly<Partial<Record<string, readonly string[]>>> = {
  Lookup: [noMatch, "Where several rows match, Lookup takes the smallest value."],
  Rollup: [noMatch],
  Mod: [byZero],
  Div: [byZero],
  Contains: [caseMatters],
  StartsWith: [caseMatters],
  EndsWith: [caseMatters],
  Find: [caseMatters],
  Replace: [caseMatters],
  Concat: ["Where one of the texts is Null, so is the result of Concat."],
  Text: [],
  Number: ["What cannot be read as a number becomes Null."],
  Date: ["What cannot be read as a date becomes Null."],
  DateParse: ["What does not fit the form becomes Null."],
  DateDiff: ["DateDiff counts boundaries that are crossed: from December 31 to January 1 is one year."],
  Month: ["A month by its number or name is that of every year."],
  MonthName: ["A month by its number or name is that of every year."],
  Quarter: ["A quarter by its number is that of every year."],
  Weekday: ["The number 1 is Sunday, 7 is Saturday."],
  Today: [present],
  Now: [present],
  InDateRange: [present],
  InPriorDateRange: [present],
  Between: ["An upper bound that is a plain day is its midnight: later hours of that day are not between."],
  BinRange: ["A cutoff belongs to the bin that begins with it."],
  BinFixed: ["Below the range the bin is 0; at its end and above it is one more than the number of bins."],
  Round: ["A half is rounded away from zero."],
};

const weekly: ReadonlySet<string> = new Set([
  "DateTrunc",
  "DateDiff",
  "DatePart",
  "InDateRange",
  "InPriorDateRange",
  "LastDay",
]);

function isOfWeeks(node: Extract<Expression, { kind: "call" }>): boolean {
  return node.arguments.some((argument) => argument.kind === "text" && argument.value.toLowerCase() === "week");
}

function capital(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}
