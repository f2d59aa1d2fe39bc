import { createHash } from "node:crypto";
import {
  at,
  type Call,
  countAt,
  logical,
  loose,
  type RowFunction,
  type RowFunctions,
  strict,
  text,
  whole,
} from "../call.ts";
import { decimal } from "../decimal.ts";
import { textIn, type Value } from "../value.ts";

/** Letters are code points. */
const letters = (value: string): readonly string[] => [...value];

function of(change: (value: string) => string): RowFunction {
  return strict(text, (call) => change(textIn(at(call, 0))));
}

function test(isTrue: (value: string, part: string) => boolean): RowFunction {
  return strict(logical, (call) => isTrue(textIn(at(call, 0)), textIn(at(call, 1))));
}

/** Letter by letter; one that would become two stays. */
function mapCase(value: string, change: (letter: string) => string): string {
  return letters(value)
    .map((letter) => (letters(change(letter)).length === 1 ? change(letter) : letter))
    .join("");
}

export const lower = (value: string): string => mapCase(value, (letter) => letter.toLowerCase());
const upper = (value: string): string => mapCase(value.replaceAll("ß", "ẞ"), (letter) => letter.toUpperCase());

function proper(value: string): string {
  return value.replaceAll(/[\p{L}\p{N}]+/gu, (word) => {
    const [initial = "", ...rest] = letters(word);
    return upper(initial) + lower(rest.join(""));
  });
}

function contains(call: Call): Value {
  const [value = null, ...parts] = call.values;
  if (value === null) return null;
  const found = parts.map((part) => (part === null ? null : textIn(value).includes(textIn(part))));
  if (found.includes(true)) return true;
  return found.includes(null) ? null : false;
}

function find(value: string, part: string): number {
  const index = value.indexOf(part);
  return index < 0 ? 0 : letters(value.slice(0, index)).length + 1;
}

/** The first letters, or all but so many. */
function left(all: readonly string[], count: number): readonly string[] {
  return all.slice(0, count >= 0 ? count : Math.max(0, all.length + count));
}

function edge(isLeft: boolean): RowFunction {
  return strict(text, (call) => {
    const count = countAt(call, 1);
    if (count === null) return null;
    const all = letters(textIn(at(call, 0)));
    return (isLeft ? left(all, count) : left(all.toReversed(), count).toReversed()).join("");
  });
}

function mid(call: Call): Value {
  const [start, length] = [countAt(call, 1), call.values.length > 2 ? countAt(call, 2, 0) : Number.POSITIVE_INFINITY];
  if (start === null || length === null) return null;
  const all = letters(textIn(at(call, 0)));
  const from = start > 0 ? start - 1 : start === 0 ? 0 : Math.max(0, all.length + start);
  return all.slice(from, from + length).join("");
}

function pad(isLeft: boolean): RowFunction {
  return strict(text, (call) => {
    const [value, length] = [letters(textIn(at(call, 0))), countAt(call, 1, 0, 100_000)];
    const fill = letters(call.values.length > 2 ? textIn(at(call, 2)) : " ");
    if (length === null || fill.length === 0) return null;
    if (value.length >= length) return value.slice(0, length).join("");
    const filling = Array.from({ length: length - value.length }, (_, index) => fill[index % fill.length] ?? "").join(
      "",
    );
    return isLeft ? filling + value.join("") : value.join("") + filling;
  });
}

function splitPart(call: Call): Value {
  const [value, delimiter, position] = [textIn(at(call, 0)), textIn(at(call, 1)), countAt(call, 2)];
  if (delimiter === "" || position === null || position === 0) return null;
  return value.split(delimiter).at(position > 0 ? position - 1 : position) ?? "";
}

/** `_` one letter, `%` any number of them, `\` makes the next stand for itself. */
function isLike(value: readonly string[], pattern: readonly string[]): boolean {
  const [sign, next] = pattern;
  if (sign === undefined) return value.length === 0;
  if (sign === "%")
    return Array.from({ length: value.length + 1 }, (_, skipped) => value.slice(skipped)).some((rest) =>
      isLike(rest, pattern.slice(1)),
    );
  if (value.length === 0) return false;
  if (sign === "_") return isLike(value.slice(1), pattern.slice(1));
  const [wanted, used] = sign === "\\" ? [next, 2] : [sign, 1];
  return value[0] === wanted && isLike(value.slice(1), pattern.slice(used));
}

function like(change: (value: string) => string): RowFunction {
  return strict(logical, (call) => {
    const [value, pattern] = [change(textIn(at(call, 0))), change(textIn(at(call, 1)))];
    return pattern.endsWith("\\") ? null : isLike(letters(value), letters(pattern));
  });
}

function matchesOf(call: Call): readonly RegExpMatchArray[] {
  const pattern = textIn(at(call, 1));
  const isInsensitive = pattern.startsWith("(?i)");
  const source = isInsensitive ? pattern.slice(4) : pattern;
  return [...textIn(at(call, 0)).matchAll(new RegExp(source, isInsensitive ? "gisu" : "gsu"))];
}

function replaceMatches(call: Call): Value {
  const replacement = textIn(at(call, 2));
  const isWritten = call.given[2]?.literal !== undefined;
  let from = 0;
  let result = "";
  const value = textIn(at(call, 0));
  for (const match of matchesOf(call)) {
    result += value.slice(from, match.index);
    result += isWritten
      ? replacement.replaceAll(/\\([\s\S])/g, (_all, sign: string) =>
          sign === "\\" ? sign : (match[Number(sign)] ?? ""),
        )
      : replacement;
    from = (match.index ?? 0) + match[0].length;
  }
  return result + value.slice(from);
}

const hash = (name: string) => of((value) => createHash(name).update(value).digest("hex"));

export const textFunctions: RowFunctions = {
  Concat: strict(text, ({ values }) => values.map(textIn).join("")),
  Contains: loose(logical, contains),
  StartsWith: test((value, part) => value.startsWith(part)),
  EndsWith: test((value, part) => value.endsWith(part)),
  Find: strict(whole, (call) => decimal(find(textIn(at(call, 0)), textIn(at(call, 1))))),
  Left: edge(true),
  Right: edge(false),
  Mid: strict(text, mid),
  Len: strict(whole, (call) => decimal(letters(textIn(at(call, 0))).length)),
  Lower: of(lower),
  Upper: of(upper),
  Proper: of(proper),
  Trim: of((value) => value.replaceAll(/^ +| +$/g, "")),
  LTrim: of((value) => value.replace(/^ +/, "")),
  RTrim: of((value) => value.replace(/ +$/, "")),
  LPad: pad(true),
  RPad: pad(false),
  Replace: strict(text, (call) => {
    const [value, part, other] = [textIn(at(call, 0)), textIn(at(call, 1)), textIn(at(call, 2))];
    return part === "" ? value : value.split(part).join(other);
  }),
  SplitPart: strict(text, splitPart),
  Like: like((value) => value),
  ILike: like(lower),
  RegexpExtract: strict(text, (call) => {
    const position = call.values.length > 2 ? countAt(call, 2, 0, 100_000) : 1;
    const match = position === null || position === 0 ? undefined : matchesOf(call)[position - 1];
    return match === undefined ? null : ((match.length > 1 ? match[1] : match[0]) ?? null);
  }),
  RegexpMatch: strict(logical, (call) => matchesOf(call).length > 0),
  RegexpReplace: strict(text, replaceMatches),
  RegexpCount: strict(whole, (call) => decimal(matchesOf(call).length)),
  Repeat: strict(text, (call) => {
    const count = countAt(call, 1, -1, 100_000);
    return count === null || count <= 0 ? null : textIn(at(call, 0)).repeat(count);
  }),
  Reverse: of((value) => letters(value).toReversed().join("")),
  MD5: hash("md5"),
  SHA256: hash("sha256"),
};
