import { type Claimed, findWrongLabels } from "./check-labels.ts";
import { findNumbers, type WrittenNumber } from "./find-numbers.ts";
import { matchNumber } from "./match-number.ts";
import type { NumberScope } from "./number-scope.ts";
import { parseReference } from "./reference.ts";
import { type Origin, resolveReference } from "./resolve-reference.ts";

/** A number of the prose. `proved`: rendered from a reference; `matched`: digits that our results bear out. */
export type ProseNumber = {
  readonly id: string;
  readonly text: string;
  readonly status: "proved" | "matched" | "unverified";
  readonly reference: string | null;
  readonly resultId: string | null;
  readonly label: string | null;
  readonly definition: string | null;
};
/** A number comes before the text that links to it, and again when the end of its sentence shows that it is about something else. */
export type ProsePiece =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "number"; readonly number: ProseNumber };

export type NumberStream = { push(text: string): ProsePiece[]; end(): ProsePiece[] };

type Claim = Claimed & { readonly number: ProseNumber };

/**
 * Turns streamed prose with `{{references}}` into Markdown whose numbers are links to `#number-{id}`. Text that may still become a
 * reference or a number is held back. `scope` is asked at every number, since results arrive while prose streams.
 */
export function createNumberStream(scope: () => NumberScope, nextId: () => string): NumberStream {
  let pending = "";
  /** What the reader has seen of the present sentence. */
  let sentence = "";
  let claims: Claim[] = [];
  let isCode = false;

  const say = (text: string): ProsePiece => {
    for (const character of text) if (character === "`") isCode = !isCode;
    return { kind: "text", text };
  };
  const claim = (number: Omit<ProseNumber, "id">, origins: readonly Origin[], isDerived = false): ProsePiece[] => {
    const numbered = { id: nextId(), ...number };
    claims.push({ number: numbered, origins, isDerived, at: sentence.length });
    sentence += number.text;
    return [
      { kind: "number", number: numbered },
      say(isCode ? number.text : `[${number.text}](#number-${numbered.id})`),
    ];
  };
  const endSentence = (): ProsePiece[] => {
    const wrong = findWrongLabels(sentence, claims, scope());
    const corrected = claims.flatMap(({ number }, index) => correct(number, wrong[index] ?? null));
    sentence = "";
    claims = [];
    return corrected;
  };

  const reference = (text: string): ProsePiece[] => {
    const parsed = parseReference(text);
    const resolved = parsed === null ? notAReference : resolveReference(parsed, scope());
    const known = { reference: text.trim(), resultId: null, label: null, definition: null };
    if (!resolved.ok) return claim({ ...known, text: "(no number)", status: "unverified", label: resolved.reason }, []);
    if (!resolved.isNumber) {
      sentence += resolved.text;
      return [say(escapeMarkdown(resolved.text))];
    }
    const { text: shown, label, definition, origins } = resolved;
    return claim(
      { ...known, text: shown, status: "proved", resultId: origins[0]?.resultId ?? null, label, definition },
      origins,
      parsed?.operation !== null,
    );
  };

  const digits = (number: WrittenNumber, before: string, after: string): ProsePiece[] => {
    const match = matchNumber(number, { before, after }, scope());
    const known = { text: number.text, reference: null, resultId: null, label: null, definition: null };
    if (match.kind === "unverified") return claim({ ...known, status: "unverified" }, []);
    if (match.kind === "exempt") {
      sentence += number.text;
      return [say(number.text)];
    }
    const { label, definition, origins } = match;
    return claim({ ...known, status: "matched", resultId: origins[0]?.resultId ?? null, label, definition }, origins);
  };

  const words = (text: string): ProsePiece[] => {
    const pieces: ProsePiece[] = /[.!?]$/.test(sentence) && /^\s/.test(text) ? endSentence() : [];
    for (const part of text.split(/(?<=[.!?]\s|\n)/)) {
      sentence += part;
      if (part !== "") pieces.push(say(withoutLinks(part)));
      if (/(?:[.!?]\s|\n)$/.test(part)) pieces.push(...endSentence());
    }
    return pieces;
  };

  const plain = (text: string): ProsePiece[] => {
    const pieces: ProsePiece[] = [];
    let position = 0;
    for (const number of findNumbers(text, scope().locale, sentence.at(-1))) {
      pieces.push(...words(text.slice(position, number.from)));
      pieces.push(...digits(number, sentence, text.slice(number.to)));
      position = number.to;
    }
    return [...pieces, ...words(text.slice(position))];
  };

  const take = (isEnd: boolean): ProsePiece[] => {
    const pieces: ProsePiece[] = [];
    while (pending !== "") {
      const open = pending.indexOf("{{");
      if (open === -1) {
        const ready = isEnd ? pending.length : holdFrom(pending);
        pieces.push(...plain(pending.slice(0, ready)));
        pending = pending.slice(ready);
        break;
      }
      pieces.push(...plain(pending.slice(0, open)));
      pending = pending.slice(open);
      const close = pending.indexOf("}}");
      if (close === -1 && !isEnd && pending.length <= longestReference) break;
      const end = close === -1 ? Math.min(pending.length, longestReference) : close;
      pieces.push(...reference(close === -1 ? "" : pending.slice(2, end)));
      pending = pending.slice(close === -1 ? end : end + 2);
    }
    return pieces;
  };

  return {
    push(text) {
      pending += text;
      return mergeTexts(take(false));
    },
    end() {
      return mergeTexts([...take(true), ...endSentence()]);
    },
  };
}

const notAReference = { ok: false, reason: "The model named a number in a way that cannot be read." } as const;
const longestReference = 500;

/** A number with what may still belong to it (a unit, a month, a word that tells its direction), or the beginning of a reference or link. */
const unfinished =
  /(?:\{|\]|[$€£¥₹−–-]\s?|(?:[$€£¥₹][\s\u00a0\u202f]?)?[-−]?\d[\d.,'’\u00a0\u202f:/-]*(?:\s?%)?(?:[ \u00a0\u202f-]?\p{L}*){0,2}[ \u00a0\u202f]?)$/u;

function holdFrom(text: string): number {
  const tail = Math.max(0, text.length - 120);
  const match = unfinished.exec(text.slice(tail));
  return match === null ? text.length : tail + match.index;
}

/** The model writes no links: they are ours, to numbers. */
function withoutLinks(text: string): string {
  return text.replaceAll("](", "] (").replaceAll("][", "] [").replaceAll("]:", "] :").replaceAll("<", "&lt;");
}

function escapeMarkdown(text: string): string {
  return text.replace(/\s+/g, " ").replace(/[\\`*_[\]<>#|~!]/g, "\\$&");
}

function correct(number: ProseNumber, wrong: readonly string[] | null): ProsePiece[] {
  if (wrong === null || number.status === "unverified") return [];
  const label = `${number.label ?? number.text}, but the sentence speaks of ${wrong.join(", ")}`;
  return [{ kind: "number", number: { ...number, status: "unverified", label } }];
}

function mergeTexts(pieces: readonly ProsePiece[]): ProsePiece[] {
  const merged: ProsePiece[] = [];
  for (const piece of pieces) {
    const last = merged.at(-1);
    if (piece.kind === "text" && last?.kind === "text")
      merged[merged.length - 1] = { kind: "text", text: last.text + piece.text };
    else merged.push(piece);
  }
  return merged;
}
