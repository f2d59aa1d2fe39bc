import type { DialectName } from "../../../sql/dialect.ts";

/**
 * Regular expressions that both engines understand alike: literals, `.`, classes, groups, alternatives, anchors, word boundaries,
 * quantifiers. Written out for each engine; `.` matches line breaks too.
 */
export type Pattern = { readonly sources: Readonly<Record<DialectName, string>>; readonly groups: number };

export type PatternProblem = { readonly problem: string };

export function readPattern(pattern: string): Pattern | PatternProblem {
  const isInsensitive = pattern.startsWith("(?i)");
  const reader = createReader(isInsensitive ? pattern.slice(4) : pattern);
  const result = readAlternatives(reader);
  if ("problem" in result) return result;
  if (reader.at() < reader.text.length) return { problem: 'a ")" has no "("' };
  if (reader.counts.lazy > 0 && reader.counts.greedy > 0) {
    return { problem: "greedy and lazy quantifiers (such as * and *?) do not mix" };
  }
  return {
    sources: {
      duckdb: `(?${isInsensitive ? "is" : "s"})${result.duckdb}`,
      postgres: `${isInsensitive ? "(?i)" : "(?:)"}${result.postgres}`,
    },
    groups: reader.counts.groups,
  };
}

type Sources = Readonly<Record<DialectName, string>>;
type Read = Sources | PatternProblem;

type Reader = {
  readonly text: string;
  readonly at: () => number;
  readonly peek: () => string;
  readonly take: (count?: number) => string;
  readonly counts: { groups: number; greedy: number; lazy: number; depth: number };
};

function createReader(text: string): Reader {
  let position = 0;
  return {
    text,
    at: () => position,
    peek: () => text.slice(position, position + 1),
    take: (count = 1) => {
      position += count;
      return text.slice(position - count, position);
    },
    counts: { groups: 0, greedy: 0, lazy: 0, depth: 0 },
  };
}

function same(source: string): Sources {
  return { duckdb: source, postgres: source };
}

function concat(left: Sources, right: Sources): Sources {
  return { duckdb: left.duckdb + right.duckdb, postgres: left.postgres + right.postgres };
}

function readAlternatives(reader: Reader): Read {
  let whole = same("");
  while (reader.at() < reader.text.length && reader.peek() !== ")") {
    if (reader.peek() === "|") {
      reader.take();
      whole = concat(whole, same("|"));
      continue;
    }
    const piece = readPiece(reader);
    if ("problem" in piece) return piece;
    whole = concat(whole, piece);
  }
  return whole;
}

function readPiece(reader: Reader): Read {
  const atom = readAtom(reader);
  if ("problem" in atom) return atom;
  const quantifier = /^(?:[*+?]|\{(\d{1,3})(?:,(\d{0,3}))?\})\??/.exec(
    reader.text.slice(reader.at(), reader.at() + 12),
  );
  if (quantifier === null) return atom;
  const [source, low = "0", high] = quantifier;
  const highest = Math.max(Number(low), Number(high ?? 0));
  if (highest > 255) return { problem: "a repetition goes up to 255" };
  if (high !== undefined && high !== "" && Number(high) < Number(low))
    return { problem: `the bounds of ${source} are reversed` };
  reader.take(source.length);
  if (source.length > 1 && source.endsWith("?")) reader.counts.lazy += 1;
  else if (!/^\{\d+\}$/.test(source)) reader.counts.greedy += 1;
  if (/^[*+?{]/.test(reader.peek())) return { problem: `"${reader.peek()}" has nothing to repeat` };
  return concat(atom, same(source));
}

function readAtom(reader: Reader): Read {
  const character = reader.peek();
  if (character === "(") return readGroup(reader);
  if (character === "[") return readClass(reader);
  if (character === "\\") return readEscape(reader);
  if (character === "." || character === "^" || character === "$") return same(reader.take());
  if (/[*+?{]/.test(character)) return { problem: `"${character}" has nothing to repeat` };
  if (/[\]}]/.test(character)) return same(`\\${reader.take()}`);
  return same(reader.take());
}

function readGroup(reader: Reader): Read {
  const isPlain = reader.text.slice(reader.at(), reader.at() + 3) === "(?:";
  if (!isPlain && reader.text.slice(reader.at(), reader.at() + 2) === "(?") {
    return { problem: "look-around, named groups and options inside a pattern are not available" };
  }
  reader.take(isPlain ? 3 : 1);
  if (!isPlain) reader.counts.groups += 1;
  reader.counts.depth += 1;
  if (reader.counts.depth > 50) return { problem: "groups are nested too deep" };
  const inner = readAlternatives(reader);
  reader.counts.depth -= 1;
  if ("problem" in inner) return inner;
  if (reader.peek() !== ")") return { problem: 'a "(" has no ")"' };
  reader.take();
  return concat(concat(same(isPlain ? "(?:" : "("), inner), same(")"));
}

const shorthands: Readonly<Record<string, string>> = { d: "0-9", w: "A-Za-z0-9_", s: " \\t\\n\\r\\f" };

function readEscape(reader: Reader): Read {
  reader.take();
  const letter = reader.take();
  if (letter === "") return { problem: "it ends in a backslash" };
  const shorthand = shorthands[letter.toLowerCase()];
  if (shorthand !== undefined) return same(`[${letter === letter.toLowerCase() ? "" : "^"}${shorthand}]`);
  if (letter === "b" || letter === "B") return { duckdb: `\\${letter}`, postgres: letter === "b" ? "\\y" : "\\Y" };
  if (/[ntr]/.test(letter)) return same(`\\${letter}`);
  if (/[0-9]/.test(letter)) return { problem: "references to groups are not available" };
  if (/[A-Za-z]/.test(letter)) return { problem: `"\\${letter}" is not available` };
  return same(/[^\w\s\u0080-\uffff]/.test(letter) ? `\\${letter}` : letter);
}

function readClass(reader: Reader): Read {
  reader.take();
  const isNegated = reader.peek() === "^";
  if (isNegated) reader.take();
  let inner = "";
  for (let isFirst = true; ; isFirst = false) {
    if (reader.at() >= reader.text.length) return { problem: 'a "[" has no "]"' };
    const rest = reader.text.slice(reader.at());
    const named = /^\[:(?:alpha|digit|alnum|upper|lower|space|punct):\]/.exec(rest);
    if (rest.startsWith("]") && !isFirst) break;
    if (named !== null) inner += reader.take(named[0].length);
    else if (rest.startsWith("\\")) {
      const source = readClassEscape(reader);
      if (source === null) return { problem: "an escape inside [ ] is not available" };
      inner += source;
    } else inner += /^[\][&~|]/.test(rest) ? `\\${reader.take()}` : reader.take();
  }
  reader.take();
  if (/(?:^|[^\\])-(?!$)/.test(inner) && hasReversedRange(inner)) return { problem: "a range inside [ ] is reversed" };
  return same(`[${isNegated ? "^" : ""}${inner}]`);
}

function readClassEscape(reader: Reader): string | null {
  reader.take();
  const letter = reader.take();
  const shorthand = shorthands[letter];
  if (shorthand !== undefined) return shorthand;
  if (/[ntr]/.test(letter)) return `\\${letter}`;
  return letter === "" || /[A-Za-z0-9]/.test(letter) ? null : `\\${letter}`;
}

function hasReversedRange(inner: string): boolean {
  return [...inner.matchAll(/(\\?[\s\S])-(\\?[\s\S])/gu)].some(([, low = "", high = ""]) => {
    return (
      (low.codePointAt(low.length > 1 && low.startsWith("\\") ? 1 : 0) ?? 0) >
      (high.codePointAt(high.length > 1 && high.startsWith("\\") ? 1 : 0) ?? 0)
    );
  });
}
