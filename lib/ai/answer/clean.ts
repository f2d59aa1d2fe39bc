import "server-only";

const longestText = 500;
/** Controls, and marks that turn, hide or smuggle text: bidi, zero-width, tags, variation selectors. */
const invisible = /\p{Cf}|\p{Co}|\p{Cs}|\p{Variation_Selector}|\p{Default_Ignorable_Code_Point}/gu;

/** Text that others wrote, as a model may read it: without invisible characters, on one line, cut. */
export function cleanText(text: string, longest = longestText): string {
  const clean = text
    .replace(invisible, "")
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ")
    .trim();
  return clean.length <= longest ? clean : `${clean.slice(0, longest - 1)}…`;
}

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** What goes to a model as JSON: every text cleaned, what is absent left out. */
export function cleanJson(value: unknown, longest = longestText): Json {
  if (typeof value === "string") return cleanText(value, longest);
  if (typeof value === "number" || typeof value === "boolean") return value;
  if (Array.isArray(value)) return value.map((item) => cleanJson(item, longest));
  if (typeof value !== "object" || value === null) return null;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) => (item === undefined ? [] : [[key, cleanJson(item, longest)]])),
  );
}
