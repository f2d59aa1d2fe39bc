import "server-only";
import { limits } from "./limits.ts";

export type NamedHeader = {
  /** As it stands in the file. */
  readonly header: string;
  /** What people read. */
  readonly name: string;
  /** The engine's column. */
  readonly id: string;
};

/** Readable, unique names for the columns of a file, and unique names for the engine. */
export function nameHeaders(headers: readonly string[]): readonly NamedHeader[] {
  const names = new Set<string>();
  const ids = new Set<string>();
  return headers.map((header, index) => {
    const clean = cleanHeader(header);
    const name = unique(clean === "" ? `Column ${index + 1}` : friendly(clean), names, (base, n) => `${base} (${n})`);
    const id = unique(slug(clean) || `column_${index + 1}`, ids, (base, n) => `${base}_${n}`);
    return { header, name, id };
  });
}

/** Without control, direction and zero-width characters; a `/` would separate a name. */
export function cleanHeader(header: string): string {
  return header
    .normalize("NFC")
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}/]+/gu, " ")
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, limits.headerLength);
}

/** `order_date` and `orderDate` become Order Date; words that somebody has set with capitals, such as MPG, stay. */
function friendly(header: string): string {
  const spaced = header
    .replace(/_+/g, " ")
    .replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2")
    .trim();
  if (spaced === "") return header;
  const hasCapitals = /\p{Lu}/u.test(spaced);
  return spaced
    .split(/\s+/)
    .map((word, index) => (hasCapitals && index > 0 ? word : capitalize(word)))
    .join(" ");
}

/** Short words without a vowel are abbreviations: MPG, GDP, HP. */
function capitalize(word: string): string {
  if (/^[bcdfghjklmnpqrstvwxz]{2,4}$/.test(word)) return word.toUpperCase();
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}

export function slug(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "")
    .slice(0, 60);
}

function unique(wanted: string, taken: Set<string>, numbered: (base: string, n: number) => string): string {
  let name = wanted;
  for (let n = 2; taken.has(name.toLowerCase()); n += 1) name = numbered(wanted, n);
  taken.add(name.toLowerCase());
  return name;
}

/** `my_cars.csv` becomes My Cars. */
export function nameOfFile(fileName: string): string {
  const base = fileName.replace(/^.*[\\/]/, "").replace(/\.(csv|tsv|tab|txt)$/i, "");
  const clean = cleanHeader(base.replaceAll("-", " "));
  return clean === "" ? "Uploaded File" : friendly(clean);
}
