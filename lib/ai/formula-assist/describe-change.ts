import "server-only";

const longestShown = 80;

/** What was changed, by comparing the texts: never the model's words about it. */
export function describeChange(before: string, after: string): string[] {
  const left = wordsOf(before);
  const right = wordsOf(after);
  let start = 0;
  while (start < left.length && start < right.length && left[start] === right[start]) start += 1;
  let end = 0;
  const room = Math.min(left.length, right.length) - start;
  while (end < room && left.at(-1 - end) === right.at(-1 - end)) end += 1;
  const removed = left
    .slice(start, left.length - end)
    .join("")
    .trim();
  const added = right
    .slice(start, right.length - end)
    .join("")
    .trim();
  if (removed === "" && added === "") return [];
  if (removed === "") return [`Added ${shown(added)}`];
  return added === "" ? [`Removed ${shown(removed)}`] : [`${shown(removed)} became ${shown(added)}`];
}

function wordsOf(text: string): readonly string[] {
  return text.match(/\[(?:[^\]\\]|\\.)*\]|"(?:[^"\\]|\\.)*"|[\p{L}\p{N}_.]+|\s+|[^\s]/gu) ?? [];
}

function shown(text: string): string {
  return text.length <= longestShown ? text : `${text.slice(0, longestShown - 1)}…`;
}
