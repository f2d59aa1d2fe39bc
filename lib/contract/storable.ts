/** The database keeps no NUL and no half characters. */
export function storable(text: string): string {
  return text.replaceAll("\u0000", "").toWellFormed();
}

/** JSON with every text and key such that the database keeps it. */
export function storableJson(value: unknown): unknown {
  if (typeof value === "string") return storable(value);
  if (Array.isArray(value)) return value.map(storableJson);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [storable(key), storableJson(item)]));
}

/** Whether text that is JSON can hold any such thing: it is there only as an escape. */
export function mayBeUnstorable(json: string): boolean {
  return /\\u(?:0000|d[89a-f])/i.test(json);
}
