import type { FormulaModelInput } from "#lib/contract/formula-model";
import { findValueSpans } from "../mentions/find-values.ts";
import type { KnownSource } from "../source.ts";
import type { Token } from "../text/tokens.ts";
import { textOf } from "./phrase.ts";

/** Why there is no formula for a request, and the nearest that there would be. */
export function whyNot(
  tokens: readonly Token[],
  source: KnownSource,
  input: FormulaModelInput,
  nearest: string | null,
): string {
  const near = nearest === null ? "" : ` The nearest I can do is \u201c${nearest}\u201d.`;
  const impossible = beyond.find(({ words }) =>
    tokens.some(({ lemma, lower }) => words.test(lemma) || words.test(lower)),
  );
  if (impossible !== undefined) return `I cannot, because ${impossible.why}${near}`;
  if (!isAnythingNamed(tokens, source, input)) {
    const columns = source.columns.slice(0, 6).map(({ path }) => `[${path}]`);
    return `I cannot, because the built-in model finds no column of this worksheet in the request. There are ${columns.join(", ")} and others.`;
  }
  const choice = eitherOr(tokens);
  if (choice !== null && nearest !== null && input.place.kind !== "filter")
    return `I cannot, because \u201c${choice}\u201d does not say which of the two counts when. Say it like \u201csales, or else cost\u201d, \u201cthe larger of sales and cost\u201d or \u201ccost if sales is below 10, otherwise sales\u201d.${near}`;
  if (input.place.kind === "filter")
    return 'I cannot, because the built-in model cannot read this as a condition. Say it like "sales over 100 and region is West".';
  return `I cannot, because the built-in model does not understand the whole of this.${near} It knows ratios, differences, growth, running totals, shares, ranks, conditions, bands, parts of dates, and texts that are cleaned, cut or joined. Say it in such words, naming the columns.`;
}

/** "sales or cost": two things and nothing that chooses. */
function eitherOr(tokens: readonly Token[]): string | null {
  const at = tokens.findIndex(({ lower }) => lower === "or");
  const isPlain = tokens.length <= 8 && tokens.every(({ kind, lower }) => kind === "word" && !choosing.test(lower));
  return isPlain && at > 0 && at < tokens.length - 1 ? textOf(tokens) : null;
}

const choosing = /^(if|when|where|else|otherwise|missing|than|over|under|above|below|is|are|not|with|without|flag)$/;

type Beyond = { readonly words: RegExp; readonly why: string };

/** What no formula over these rows can give. */
const beyond: readonly Beyond[] = [
  {
    words: /^(forecast|predict|prediction|project|projection|extrapolate|estimate)$/,
    why: "a formula computes from rows that are there, and tells nothing of those to come.",
  },
  {
    words: /^(euro|eur|usd|dollar|pound|gbp|yen|chf|currency|convert)$/,
    why: "no rates of exchange are in this data. With a rate, multiply by it: \u201csales times 0.92\u201d.",
  },
  {
    words: /^(ytd|qtd|mtd)$/,
    why: "a running total begins anew only in each group around it. Group by the longer period first, then ask for the running total.",
  },
  {
    words: /^(sentiment|weather|summarize|summarise|translate|translation|holiday)$/,
    why: "nothing in this data tells it, and no function of the language does.",
  },
];

function isAnythingNamed(tokens: readonly Token[], source: KnownSource, { values }: FormulaModelInput): boolean {
  const known = new Set(
    source.columns.flatMap(({ names }) => names.flatMap((words) => words.map(({ lemma }) => lemma))),
  );
  const valued = new Set(
    findValueSpans(tokens, values, source).flatMap(({ from, to }) => tokens.slice(from, to).map(({ lemma }) => lemma)),
  );
  return tokens.some(({ lemma }) => known.has(lemma) || valued.has(lemma));
}
