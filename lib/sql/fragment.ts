/** A value that a driver binds. Dates travel as ISO text and are cast in the SQL; exact numbers beyond 2^53 as decimal text. */
export type SqlValue = string | number | boolean | null;

type Part = { readonly kind: "text"; readonly text: string } | { readonly kind: "parameter"; readonly value: SqlValue };

/** A piece of SQL that carries its parameters with it. Made by `sql`, `raw` and `join`, turned into a statement by `render`. */
export type SqlFragment = { readonly parts: readonly Part[] };

/** SQL text as it stands. Only for words of ours: what a user wrote goes through `sql` as a value or through `quoteIdentifier`. */
export function raw(text: string): SqlFragment {
  return { parts: [{ kind: "text", text }] };
}

/** One bound value. */
export function parameter(value: SqlValue): SqlFragment {
  return { parts: [{ kind: "parameter", value }] };
}

/** Composes fragments: sql`${left} + ${right}`. Values must be wrapped in `parameter` on purpose. */
export function sql(texts: TemplateStringsArray, ...holes: readonly SqlFragment[]): SqlFragment {
  const parts: Part[] = [];
  texts.forEach((text, index) => {
    if (text !== "") parts.push({ kind: "text", text });
    const hole = holes[index];
    if (hole !== undefined) append(parts, hole);
  });
  return { parts };
}

export function join(fragments: readonly SqlFragment[], separator = ", "): SqlFragment {
  const parts: Part[] = [];
  fragments.forEach((fragment, index) => {
    if (index > 0) parts.push({ kind: "text", text: separator });
    append(parts, fragment);
  });
  return { parts };
}

/** One by one: a long formula has more parts than a call takes arguments. */
function append(parts: Part[], fragment: SqlFragment): void {
  for (const part of fragment.parts) parts.push(part);
}

export type SqlStatement = { readonly sql: string; readonly params: readonly SqlValue[] };

/** Numbers the parameters `$1, $2, …`, which both engines understand. */
export function render(fragment: SqlFragment): SqlStatement {
  const params: SqlValue[] = [];
  const text = fragment.parts
    .map((part) => (part.kind === "text" ? part.text : `$${params.push(part.value)}`))
    .join("");
  return { sql: text, params };
}
