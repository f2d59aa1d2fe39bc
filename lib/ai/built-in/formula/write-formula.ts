import type { FormulaAnswer, FormulaModelInput, FormulaProposal } from "#lib/contract/formula-model";
import { bracket } from "../draft/names.ts";
import { type KnownSource, prepareSource } from "../source.ts";
import { type Token, tokenize } from "../text/tokens.ts";
import { TooManyReadings } from "./effort.ts";
import { createFetcher } from "./fetch-column.ts";
import type { Mode } from "./grammar.ts";
import type { Node } from "./node.ts";
import { textOf } from "./phrase.ts";
import { rules } from "./rules.ts";
import { type Reader, readSentence, type SentenceScope } from "./sentence.ts";
import { writeOut } from "./shorthand.ts";
import { readTimeKey } from "./time-key.ts";
import { whyNot } from "./why-not.ts";

type Level = FormulaModelInput["place"]["levels"][number];

/** Formulas for a description, best first; or why there is none. The same for the same words. */
export function writeFormulas(typed: FormulaModelInput): FormulaAnswer {
  const source = knownSource(typed);
  const input = { ...typed, request: writeOut(typed.request, source, rules) };
  const said = withoutOpening(tokenize(input.request));
  const wanted = readLevel(said, input);
  if (wanted.missing !== null) return { candidates: [], declined: ungrouped(wanted.missing) };
  const tried = new Set(input.attempts.map(({ formula }) => formula));
  if (wanted.tokens.length > mostTokens) return { candidates: [], declined: tooLong };
  const reading: Reading = { source, input, asked: new Map() };
  const proposals = proposeAll(wanted, reading);
  if (proposals === null) return { candidates: [], declined: tooLong };
  const fresh = proposals.filter(
    ({ formula }, index) => !tried.has(formula) && proposals.findIndex((one) => one.formula === formula) === index,
  );
  const candidates = fresh.slice(0, 2);
  return candidates.length > 0
    ? { candidates, declined: null }
    : { candidates: [], declined: whyNot(said, source, input, findNearest(wanted, reading)) };
}

type Reading = {
  readonly source: KnownSource;
  readonly input: FormulaModelInput;
  readonly asked: SentenceScope["asked"];
};

const mostTokens = 60;
const tooLong =
  'I cannot, because this says too much for the built-in model at once. Ask for one thing in a short sentence, such as "profit as a percentage of sales".';

/** Null: it could mean too much. */
function proposeAll({ tokens, levels }: Wanted, reading: Reading): readonly FormulaProposal[] | null {
  try {
    return levels.flatMap((level) => propose(tokens, level, reading) ?? []);
  } catch (error) {
    if (error instanceof TooManyReadings) return null;
    throw error;
  }
}

/** The source's columns and those of the worksheet, which win. */
function knownSource({ source, worksheet, place }: FormulaModelInput): KnownSource {
  const own = worksheet.columns
    .filter(({ name, formula }) => name !== place.column && formula.trim() !== `[${name}]`)
    .map(({ name, type }) => ({ name, type, description: "" }));
  const taken = new Set(own.map(({ name }) => name.toLowerCase()));
  const rest = source.columns.filter(
    ({ name, relationship }) => relationship !== undefined || !taken.has(name.toLowerCase()),
  );
  const metrics = source.metrics.filter(({ name }) => !taken.has(name.toLowerCase()));
  return prepareSource({ ...source, columns: [...own, ...rest], metrics });
}

/** "… in percent" at the end is said of the whole: of a difference it makes a relative one, of a ratio it only tells how to show it. */
function propose(tokens: readonly Token[], level: Level, reading: Reading): FormulaProposal | null {
  const { plain, sign } = withoutPercent(withoutPartition(tokens, level));
  if (sign === null) return proposeAs(plain, level, reading);
  const shown = proposeAs(plain, level, reading);
  return proposeAs([sign, ...plain], level, reading) ?? (shown !== null && isRatio(shown.formula) ? shown : null);
}

/** "within each region" of a rank or a running total, where the level stands in a grouping by region: it goes so by itself. */
function withoutPartition(tokens: readonly Token[], { outerKeys }: Level): readonly Token[] {
  const key = outerKeys.at(-1)?.toLowerCase();
  if (key === undefined || !tokens.some(({ lower }) => windowWords.has(lower))) return tokens;
  const at = tokens.findIndex(
    ({ lower }, index) => index > 1 && lower === key && /^(each|every|the|its|a)$/.test(tokens[index - 1]?.lower ?? ""),
  );
  if (at < 3 || !/^(within|inside|for|in|per|by|at|of)$/.test(tokens[at - 2]?.lower ?? "")) return tokens;
  const isLead = ({ lower }: Token) =>
    /^(restarting|restarts|restart|resetting|reset|starting|over|anew|again|,)$/.test(lower);
  const end = tokens.slice(0, at - 2).findLastIndex((token) => !isLead(token)) + 1;
  return [...tokens.slice(0, end), ...tokens.slice(at + 1)];
}

/** What goes on from row to row begins anew in each group around the level. */
function isPartitioned(tokens: readonly Token[], level: Level): boolean {
  const isRunning = tokens.some(({ lower }) => /^(running|cumulative|moving|rolling|trailing)$/.test(lower));
  return isRunning && withoutPartition(tokens, level).length < tokens.length;
}

function withoutPercent(tokens: readonly Token[]): { readonly plain: readonly Token[]; readonly sign: Token | null } {
  const last = tokens.at(-1);
  if (last === undefined || !/^(percent|percentage)$/.test(last.lower) || tokens.length < 3)
    return { plain: tokens, sign: null };
  const rest = tokens.slice(0, -1);
  const isLead = (token: Token | undefined) => token !== undefined && /^(in|as|a|,)$/.test(token.lower);
  const end = rest.findLastIndex((token) => !isLead(token));
  return { plain: rest.slice(0, end + 1), sign: last };
}

function isRatio(formula: string): boolean {
  return / \/ |PercentOfTotal\(/.test(formula);
}

function proposeAs(tokens: readonly Token[], level: Level, reading: Reading): FormulaProposal | null {
  const mode = modeOf(level);
  const result = reading.input.place.kind === "filter" ? "cond" : "value";
  const reader = readerOf(tokens, level, reading);
  const node = reader.read(mode, result) ?? (result === "cond" ? logical(reader.read(mode, "value")) : null);
  if (node === null || (result === "cond" && node.type !== "logical")) return null;
  return { name: nameOf(tokens), formula: node.formula, level: level.name };
}

/** The longest part of the request that is a formula by itself. */
function findNearest({ tokens, levels }: Wanted, reading: Reading): string | null {
  const [level] = levels;
  if (level === undefined || reading.input.place.kind === "filter") return null;
  try {
    return readerOf(tokens, level, reading).findLongest(modeOf(level));
  } catch (error) {
    if (error instanceof TooManyReadings) return null;
    throw error;
  }
}

function modeOf({ name }: Level): Mode {
  return name === "row" ? "row" : "group";
}

function readerOf(tokens: readonly Token[], level: Level, { source, input, asked }: Reading): Reader {
  return readSentence(tokens, {
    source,
    found: input.values,
    asked,
    readable: readableAt(level, input),
    aggregated: new Set(
      input.worksheet.columns
        .filter((column) => column.level !== "row" && !column.isKey)
        .map(({ name }) => bracket(name)),
    ),
    request: input.request,
    context: {
      timeKey: modeOf(level) === "row" ? null : readTimeKey(level, input),
      isOverTime: input.place.levels.some((one) => readTimeKey(one, input) !== null),
      hasOuter: level.outerKeys.length > 0,
      outerKeys: level.outerKeys.map((key) => key.toLowerCase()),
      isFilter: input.place.kind === "filter",
      weekStart: input.weekStart,
    },
    fetch: createFetcher(source, input.others),
  });
}

function logical(node: Node | null): Node | null {
  return node?.type === "logical" ? node : null;
}

/** References to columns of the worksheet that have one value on each row of the level. */
function readableAt(level: Level, { worksheet }: FormulaModelInput): ReadonlySet<string> {
  const keys = [...level.keys, ...level.outerKeys];
  return new Set(
    worksheet.columns
      .filter((column) =>
        column.isKey ? keys.includes(column.name) : column.level === level.name || isAround(column.level, level),
      )
      .map(({ name }) => bracket(name)),
  );
}

function isAround(name: string, { outerKeys }: Level): boolean {
  return (
    name === "summary" ||
    (name.startsWith("by ") &&
      name
        .slice(3)
        .split(", ")
        .every((key) => outerKeys.includes(key)))
  );
}

type Wanted = { readonly tokens: readonly Token[]; readonly levels: readonly Level[]; readonly missing: string | null };

/** Which levels the words mean, best first; words that only say so are taken away. */
function readLevel(tokens: readonly Token[], input: FormulaModelInput): Wanted {
  const { levels } = input.place;
  const { tokens: rest, keys } = withoutKeys(tokens, input);
  const parted = levels.filter((level) => isPartitioned(tokens, level));
  if (parted.length > 0) return { tokens, levels: parted, missing: null };
  const perRow = withoutRow(rest);
  const row = levels.filter(({ name }) => name === "row");
  const groups = levels.filter(({ keys: own }) => own.length > 0);
  const summary = levels.filter(({ name }) => name === "summary");
  if (perRow !== null && row.length > 0) return { tokens: perRow, levels: row, missing: null };
  if (keys !== null) {
    const named = groups.filter((level) => keys.every((key) => level.keys.includes(key)));
    if (named.length > 0) return { tokens: rest, levels: named, missing: null };
  }
  const isAggregate =
    !betweenTwo.test(tokens.map(({ lower }) => lower).join(" ")) &&
    !besideAverage.test(tokens.map(({ lower }) => lower).join(" ")) &&
    tokens.some(({ lower }, index) => aggregateWords.has(lower) && !isOneOfAnother(tokens, index)) &&
    !tokens.some(({ lower }) => rowWords.has(lower));
  const isWindow = tokens.some(({ lower }) => windowWords.has(lower));
  const wide = [...groups, ...summary];
  const ordered = isAggregate
    ? [...wide, ...row]
    : isWindow
      ? [...groups, ...row, ...summary]
      : groups.length > 0
        ? [...groups.slice(0, 1), ...row, ...groups.slice(1), ...summary]
        : [...row, ...wide];
  return { tokens: rest, levels: ordered, missing: null };
}

/** "profit percent of sales" and "… in percent" are of a row as well; only of a whole are they of many. */
function isOneOfAnother(tokens: readonly Token[], index: number): boolean {
  if (!/^(percent|percentage)$/.test(tokens[index]?.lower ?? "") || index === 0) return false;
  const rest = tokens.slice(index + 1).map(({ lower }) => lower);
  return (
    rest.length === 0 || (rest[0] === "of" && !rest.some((word) => /^(total|all|whole|everything|grand)$/.test(word)))
  );
}

const aggregateWords: ReadonlySet<string> = new Set(
  "total sum average mean median count number share percent percentage proportion maximum minimum highest lowest distinct unique overall correlation variance many".split(
    " ",
  ),
);
const rowWords: ReadonlySet<string> = new Set(
  "letters characters letter character digits decimals days weeks word bins buckets quartile decile decimal".split(" "),
);
/** The average of all rows beside a row's own value. */
const besideAverage =
  /\b(above|below|over|under|than|minus|from|to|versus|vs|less) (the |its |overall )*(average|mean)\b/;

/** "by how many percent is the price above the cost": of two values of a row as well. */
const betweenTwo = /\b(percent|percentage) (is|are) .*\b(above|below|over|under|than)\b/;

const windowWords: ReadonlySet<string> = new Set(
  "growth running cumulative moving rolling previous prior rank ranking change yoy mom year-over-year trailing".split(
    " ",
  ),
);

/** `by region`, `for each month`, at the end: names of keys of the level. */
function withoutKeys(
  tokens: readonly Token[],
  { place }: FormulaModelInput,
): { readonly tokens: readonly Token[]; readonly keys: readonly string[] | null } {
  const names = [...new Set(place.levels.flatMap(({ keys }) => keys))];
  for (const key of names) {
    const words = tokenize(key).map(({ lemma }) => lemma);
    const start = tokens.length - words.length;
    const isKey = words.length > 0 && start > 1 && words.every((word, index) => tokens[start + index]?.lemma === word);
    if (!isKey) continue;
    const lead = leads.find((one) => one.every((word, index) => tokens[start - one.length + index]?.lower === word));
    if (lead === undefined || start - lead.length < 1) continue;
    return { tokens: tokens.slice(0, start - lead.length), keys: [key] };
  }
  return { tokens, keys: null };
}

const leads = [["for", "each"], ["for", "every"], ["in", "each"], ["of", "each"], ["by"]];

/** `for each row`, `per line`, at either end. */
function withoutRow(tokens: readonly Token[]): readonly Token[] | null {
  const text = tokens.map(({ lower }) => lower);
  const phrases = [
    ["for", "each"],
    ["for", "every"],
    ["on", "each"],
    ["on", "every"],
    ["per"],
    ["of", "each"],
    ["in", "each"],
    ["each"],
    ["every"],
  ];
  for (const noun of ["row", "line", "record"]) {
    for (const phrase of phrases) {
      const whole = [...phrase, noun];
      const start = text.length - whole.length;
      if (start > 0 && whole.every((word, index) => text[start + index] === word)) return tokens.slice(0, start);
      if (whole.every((word, index) => text[index] === word) && text.length > whole.length)
        return tokens.slice(whole.length + (text[whole.length] === "," ? 1 : 0));
    }
  }
  return null;
}

function ungrouped(key: string): string {
  return `The worksheet is not grouped by ${key}. Group it first, then ask again.`;
}

const openings: readonly (readonly string[])[] = [
  "i would like to|i'd like to|i want to|i need to|can you|could you|would you|help me|let's",
  "please|it should be|should be|it must be|this should be|i wanted|i meant|use|instead of this",
  "calculate|compute|work out|create|make|add|write|give me|give|show me|show|get|find|determine|build|define|derive|i want|i need|i would like|i'd like|new",
  "a|an|the",
  "new",
  "formula|column|field|calculation|measure|expression|filter|flag column|calculated column|calculated field",
  "for|with|that shows|that gives|which shows|which gives|that contains|containing|called|that calculates|that computes|showing|of|to|that is|which is|that keeps|that says|:",
  "the|a|an",
  "keep|only keep|keep only|show only|only|filter to|just|include only|restrict to",
].map((group) => group.split("|"));

/** Without what only asks: "Please add a column with". */
function withoutOpening(tokens: readonly Token[]): readonly Token[] {
  let start = 0;
  for (const group of openings) {
    const words = tokens.slice(start, start + 4).map(({ lower, kind }) => (kind === "quoted" ? '"' : lower));
    const found = group
      .map((phrase) => phrase.split(" "))
      .find((phrase) => phrase.every((word, index) => words[index] === word));
    // "add 10% to sales" asks for a sum.
    const isSum = found?.at(-1) === "add" && tokens[start + found.length]?.kind === "number";
    if (found !== undefined && !isSum && start + found.length < tokens.length) start += found.length;
  }
  const rest = tokens.slice(start);
  return rest.length > 1 && /^[.?!]$/.test(rest.at(-1)?.text ?? "") ? rest.slice(0, -1) : rest;
}

const longestName = 50;

function nameOf(tokens: readonly Token[]): string {
  const words = textOf(tokens)
    .replaceAll(/\s+([,.?!])/g, "$1")
    .trim();
  const short = words.length <= longestName ? words : words.slice(0, words.lastIndexOf(" ", longestName));
  return short.slice(0, 1).toUpperCase() + short.slice(1);
}
