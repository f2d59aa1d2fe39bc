import type { Span } from "#lib/formula/diagnostic";
import type { Suggestion } from "#lib/formula/suggest";

export type CompletionEdit = { readonly span: Span; readonly insert: string; readonly cursor: number };

/**
 * What taking a suggestion does to the text. The editor closes brackets and quotes as they are typed: what already stands behind the
 * cursor is taken over and not written twice.
 */
export function completionEdit(text: string, replace: Span, suggestion: Suggestion): CompletionEdit {
  const isCall = suggestion.insert.endsWith("()");
  if (isCall && /^\s*\(/.test(text.slice(replace.to))) {
    const name = suggestion.insert.slice(0, -2);
    const bracket = text.indexOf("(", replace.to);
    return { span: replace, insert: name, cursor: bracket + 1 - (replace.to - replace.from) + name.length };
  }
  const written = text.slice(replace.from, replace.to);
  const closing = suggestion.insert.at(-1) ?? "";
  const hasClosing = "]\"'".includes(closing) && text.startsWith(closing, replace.to) && !isClosed(written, closing);
  const span = hasClosing ? { from: replace.from, to: replace.to + 1 } : replace;
  return { span, insert: suggestion.insert, cursor: span.from + (suggestion.cursor ?? suggestion.insert.length) };
}

function isClosed(written: string, closing: string): boolean {
  return written.length > 1 && written.endsWith(closing);
}
