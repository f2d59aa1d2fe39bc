import type { Fix } from "#lib/formula/diagnostic";

export function applyFix(text: string, fix: Fix): string {
  return fix.edits
    .toSorted((left, right) => right.span.from - left.span.from)
    .reduce((result, { span, insert }) => result.slice(0, span.from) + insert + result.slice(span.to), text);
}
