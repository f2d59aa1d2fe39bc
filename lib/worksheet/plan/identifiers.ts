import { type DialectName, dialects } from "../../sql/dialect.ts";

const longest = 120;

/** Gives names that are unique without regard to case, as engines compare them, and short enough for the dialect. */
export function createIdentifiers(dialect: DialectName, reserved: readonly string[] = []): (wanted: string) => string {
  const taken = new Set(reserved.map((name) => name.toLowerCase()));
  return (wanted) => {
    for (let count = 1; ; count += 1) {
      const suffix = count === 1 ? "" : ` ${count}`;
      const limit = (dialects[dialect].identifierBytes ?? longest) - suffix.length;
      const name = `${shorten(wanted === "" ? "column" : wanted, limit)}${suffix}`;
      const key = name.toLowerCase();
      if (taken.has(key)) continue;
      taken.add(key);
      return name;
    }
  };
}

/** Cut at a whole character, counted in UTF-8 bytes. */
function shorten(name: string, bytes: number): string {
  const encoder = new TextEncoder();
  let length = 0;
  let short = "";
  for (const character of name) {
    length += encoder.encode(character).length;
    if (length > bytes) break;
    short += character;
  }
  return short;
}
