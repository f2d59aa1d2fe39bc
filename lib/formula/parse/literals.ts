const escapes: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r" };

/** The value of a quoted text, `"…"` or `'…'`, closed or not. An unknown escape stands for its second character. */
export function readTextLiteral(source: string): string {
  const quote = source.slice(0, 1);
  const isClosed = source.length > 1 && source.endsWith(quote) && countBackslashes(source.slice(0, -1)) % 2 === 0;
  const inner = source.slice(1, isClosed ? -1 : undefined);
  return inner.replace(/\\([\s\S])/g, (_whole, character: string) => escapes[character] ?? character);
}

/** How many backslashes a text ends with. */
export function countBackslashes(text: string): number {
  let at = text.length;
  while (text[at - 1] === "\\") at -= 1;
  return text.length - at;
}

export function writeTextLiteral(value: string): string {
  const escaped = value
    .replaceAll("\\", "\\\\")
    .replaceAll('"', '\\"')
    .replaceAll("\n", "\\n")
    .replaceAll("\t", "\\t")
    .replaceAll("\r", "\\r");
  return `"${escaped}"`;
}

/** `[Orders/Order Date]` → `["Orders", "Order Date"]`. Spaces around names are dropped. */
export function readReferencePath(source: string): readonly string[] {
  const inner = source.slice(1, source.length > 1 && source.endsWith("]") ? -1 : undefined);
  const names: string[] = [""];
  for (let at = 0; at < inner.length; at += 1) {
    const character = inner.charAt(at);
    if (character === "/") names.push("");
    else {
      if (character === "\\" && at + 1 < inner.length) at += 1;
      names.push(`${names.pop() ?? ""}${inner.charAt(at)}`);
    }
  }
  return names.map((name) => name.trim());
}

/** A name cannot hold `/` (it is shown as a space) nor a line break. */
export function writeReferencePath(path: readonly string[]): string {
  const names = path.map((name) =>
    name
      .replaceAll("\\", "\\\\")
      .replaceAll("]", "\\]")
      .replaceAll(/[/\r\n]/g, " ")
      .trim(),
  );
  return `[${names.join("/")}]`;
}
