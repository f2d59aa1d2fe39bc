/** Short names of a result's columns for references in prose: lower-case words joined by `_`, unique in the result. */
export function resultKeys(names: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    const key = freeKey(wordsOf(name), taken);
    taken.add(key);
    return key;
  });
}

function wordsOf(name: string): string {
  const words = name
    .normalize("NFKD")
    .replace(/\p{Mark}/gu, "")
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number}]+/gu, "_")
    .replace(/^_+|_+$/g, "")
    .slice(0, 40)
    .replace(/_+$/, "");
  if (words === "") return "column";
  return /^\p{Number}/u.test(words) ? `c_${words}` : words;
}

function freeKey(wanted: string, taken: ReadonlySet<string>): string {
  if (!taken.has(wanted)) return wanted;
  for (let count = 2; ; count += 1) {
    const key = `${wanted}_${count}`;
    if (!taken.has(key)) return key;
  }
}
