/** Names to look among, prepared once for many searches. */
export type Candidates = readonly { readonly candidate: string; readonly key: string }[];

/** No name is longer. */
const longestName = 200;
/** What is compared letter by letter. */
const comparedLength = 60;
const mostChanges = 8;

export function prepareCandidates(names: readonly string[]): Candidates {
  return [...new Set(names)].map((candidate) => ({ candidate, key: normalise(candidate.slice(0, longestName)) }));
}

/** Candidates that look like what was written, best first: few letters differ, or one begins with the other. */
export function findNearest(written: string, candidates: readonly string[], limit = 3): readonly string[] {
  return findNearestOf(written, prepareCandidates(candidates), limit);
}

export function findNearestOf(written: string, candidates: Candidates, limit = 3): readonly string[] {
  if (written.length > longestName) return [];
  const wanted = normalise(written);
  const best: { readonly candidate: string; readonly score: number }[] = [];
  for (const { candidate, key } of candidates) {
    // What is farther than all of the best so far is not measured to the end.
    const worst = best.length < limit ? Number.POSITIVE_INFINITY : (best.at(-1)?.score ?? 0);
    const score = scoreOf(wanted, key, worst);
    if (score === null || score > worst) continue;
    const at = best.findIndex(
      (one) => score < one.score || (score === one.score && compare(candidate, one.candidate) < 0),
    );
    best.splice(at < 0 ? best.length : at, 0, { candidate, score });
    if (best.length > limit) best.pop();
  }
  return best.map(({ candidate }) => candidate);
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

function normalise(name: string): string {
  return name.toLowerCase().replaceAll(/[\s_-]/g, "");
}

/** Null: not like it at all, or worse than `worst`. */
function scoreOf(wanted: string, candidate: string, worst: number): number | null {
  if (wanted === "" || candidate === "") return null;
  const longer = Math.max(wanted.length, candidate.length);
  const allowed = Math.min(mostChanges, Math.max(1, Math.floor(longer / 3)));
  const most = Math.min(allowed, Math.floor(worst));
  const distance = distanceOf(wanted.slice(0, comparedLength), candidate.slice(0, comparedLength), most);
  if (distance <= most) return distance;
  if (most < allowed) return null;
  const isPart =
    wanted.length >= 3 && (candidate.includes(wanted) || (candidate.length >= 3 && wanted.includes(candidate)));
  return isPart ? allowed + Math.abs(candidate.length - wanted.length) / 100 : null;
}

const letterCounts = new Int16Array(64);

/** Letters that one has and the other lacks, wherever they stand: never more than the changes between them, and soon counted. */
function lettersApart(left: string, right: string): number {
  letterCounts.fill(0);
  for (let at = 0; at < left.length; at += 1) count(left.charCodeAt(at), 1);
  for (let at = 0; at < right.length; at += 1) count(right.charCodeAt(at), -1);
  let [more, less] = [0, 0];
  for (let place = 0; place < letterCounts.length; place += 1) {
    const apart = letterCounts[place] ?? 0;
    if (apart > 0) more += apart;
    else less -= apart;
  }
  return Math.max(more, less);
}

/** Letters that share a place only make the count smaller. */
function count(letter: number, by: 1 | -1): void {
  const place = letter & 63;
  letterCounts[place] = (letterCounts[place] ?? 0) + by;
}

/** Letters to add, drop, change or swap. More than `limit` is not counted to the end. */
function distanceOf(left: string, right: string, limit: number): number {
  if (Math.abs(left.length - right.length) > limit || lettersApart(left, right) > limit) return limit + 1;
  // Three rows that take turns: an editor asks for this at every key, of every column.
  let before = new Uint16Array(right.length + 1);
  let previous = Uint16Array.from({ length: right.length + 1 }, (_one, index) => index);
  let current = new Uint16Array(right.length + 1);
  for (let row = 1; row <= left.length; row += 1) {
    // Cells farther from the diagonal than the limit cannot be on the way.
    const first = Math.max(1, row - limit);
    const last = Math.min(right.length, row + limit);
    current.fill(limit + 1);
    current[0] = row;
    let smallest = row - limit > 0 ? limit + 1 : row;
    const [letter, letterBefore] = [left.charCodeAt(row - 1), left.charCodeAt(row - 2)];
    for (let column = first; column <= last; column += 1) {
      const other = right.charCodeAt(column - 1);
      const changed = (previous[column - 1] ?? 0) + (letter === other ? 0 : 1);
      const added = Math.min(previous[column] ?? 0, current[column - 1] ?? 0) + 1;
      const isSwapped = row > 1 && letterBefore === other && letter === right.charCodeAt(column - 2);
      const swapped = isSwapped ? (before[column - 2] ?? 0) + 1 : changed;
      const cell = Math.min(changed, added, swapped);
      current[column] = cell;
      smallest = Math.min(smallest, cell);
    }
    if (smallest > limit) return limit + 1;
    [before, previous, current] = [previous, current, before];
  }
  return previous[right.length] ?? limit + 1;
}
