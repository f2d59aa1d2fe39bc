/** Candidates that look like what was written, best first: few letters differ, or one begins with the other. */
export function findNearest(written: string, candidates: readonly string[], limit = 3): readonly string[] {
  const wanted = normalise(written);
  const scored = [...new Set(candidates)].flatMap((candidate) => {
    const score = scoreOf(wanted, normalise(candidate));
    return score === null ? [] : [{ candidate, score }];
  });
  return scored
    .toSorted((left, right) => left.score - right.score || compare(left.candidate, right.candidate))
    .slice(0, limit)
    .map(({ candidate }) => candidate);
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

function normalise(name: string): string {
  return name.toLowerCase().replaceAll(/[\s_-]/g, "");
}

function scoreOf(wanted: string, candidate: string): number | null {
  if (wanted === "" || candidate === "") return null;
  const allowed = Math.max(1, Math.floor(Math.max(wanted.length, candidate.length) / 3));
  const distance = distanceOf(wanted.slice(0, 60), candidate.slice(0, 60), allowed);
  if (distance <= allowed) return distance;
  const isPart =
    wanted.length >= 3 && (candidate.includes(wanted) || (candidate.length >= 3 && wanted.includes(candidate)));
  return isPart ? allowed + Math.abs(candidate.length - wanted.length) / 100 : null;
}

/** Letters to add, drop, change or swap. More than `limit` is not counted to the end. */
function distanceOf(left: string, right: string, limit: number): number {
  if (Math.abs(left.length - right.length) > limit) return limit + 1;
  let before: readonly number[] = [];
  let previous: readonly number[] = Array.from({ length: right.length + 1 }, (_one, index) => index);
  for (let row = 1; row <= left.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= right.length; column += 1) {
      const isSame = left[row - 1] === right[column - 1];
      const isSwapped = left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
      const changed = (previous[column - 1] ?? 0) + (isSame ? 0 : 1);
      const added = Math.min(previous[column] ?? 0, current[column - 1] ?? 0) + 1;
      const swapped = isSwapped && row > 1 ? (before[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY;
      current.push(Math.min(changed, added, swapped));
    }
    before = previous;
    previous = current;
  }
  return previous[right.length] ?? limit + 1;
}
