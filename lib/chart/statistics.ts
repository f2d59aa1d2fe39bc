/** Small statistics over finite numbers. Every function returns null when the list is too short to have an answer. */

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

export function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : sum(values) / values.length;
}

export function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}

/** Least squares over the positions 0, 1, 2 …: slope per step, and R², the part of the variance that the line explains (0 to 1). */
export function fitLine(values: readonly number[]): { readonly slope: number; readonly strength: number } | null {
  const centre = mean(values);
  if (values.length < 3 || centre === null) return null;
  const middle = (values.length - 1) / 2;
  const covariance = sum(values.map((value, index) => (index - middle) * (value - centre)));
  const spread = sum(values.map((_, index) => (index - middle) ** 2));
  const variance = sum(values.map((value) => (value - centre) ** 2));
  if (variance === 0) return { slope: 0, strength: 0 };
  return { slope: covariance / spread, strength: covariance ** 2 / (spread * variance) };
}

/** Correlation of the series with itself `lag` steps later, after its straight-line trend is taken out; -1 to 1. */
export function autocorrelation(values: readonly number[], lag: number): number | null {
  const line = fitLine(values);
  const centre = mean(values);
  if (line === null || centre === null || values.length < lag * 2) return null;
  const middle = (values.length - 1) / 2;
  const rest = values.map((value, index) => value - centre - line.slope * (index - middle));
  const variance = sum(rest.map((value) => value ** 2));
  if (variance === 0) return null;
  return sum(rest.slice(lag).map((value, index) => value * (rest[index] ?? 0))) / variance;
}

/** Positions whose modified z-score (0.6745 · distance from the median / median distance) is above 3.5. */
export function findOutliers(values: readonly number[]): readonly number[] {
  const centre = median(values);
  if (centre === null || values.length < 8) return [];
  const distances = values.map((value) => Math.abs(value - centre));
  const typical = median(distances) ?? 0;
  if (typical === 0) return [];
  return distances.flatMap((distance, index) => ((0.6745 * distance) / typical > 3.5 ? [index] : []));
}

/**
 * Mann-Kendall test of a series: Kendall's tau of the values with their positions (-1 to 1), and the two-sided p of there being no
 * direction, by the normal approximation with the correction for equal values.
 */
export function mannKendall(values: readonly number[]): { readonly tau: number; readonly p: number } | null {
  const count = values.length;
  if (count < 4 || count > 2_000) return null;
  let score = 0;
  for (const [index, value] of values.entries())
    for (const later of values.slice(index + 1)) score += Math.sign(later - value);
  const ties = [...Map.groupBy(values, (value) => value).values()].map(({ length }) => length);
  const tied = sum(ties.map((length) => length * (length - 1) * (2 * length + 5)));
  const variance = (count * (count - 1) * (2 * count + 5) - tied) / 18;
  if (variance <= 0) return { tau: 0, p: 1 };
  const z = (score - Math.sign(score)) / Math.sqrt(variance);
  return { tau: score / ((count * (count - 1)) / 2), p: 2 * (1 - normalDistribution(Math.abs(z))) };
}

/** Abramowitz and Stegun 26.2.17, for z ≥ 0; wrong by less than 1e-7. */
function normalDistribution(z: number): number {
  const t = 1 / (1 + 0.2316419 * z);
  const tail = [0.31938153, -0.356563782, 1.781477937, -1.821255978, 1.330274429].reduce(
    (total, factor, power) => total + factor * t ** (power + 1),
    0,
  );
  return 1 - (Math.exp(-(z ** 2) / 2) / Math.sqrt(2 * Math.PI)) * tail;
}

/** Pearson's correlation of pairs, -1 to 1; null when one side does not vary. */
export function correlation(pairs: readonly (readonly [number, number])[]): number | null {
  const [left, right] = [mean(pairs.map(([x]) => x)), mean(pairs.map(([, y]) => y))];
  if (pairs.length < 3 || left === null || right === null) return null;
  const spread = sum(pairs.map(([x]) => (x - left) ** 2)) * sum(pairs.map(([, y]) => (y - right) ** 2));
  return spread === 0 ? null : sum(pairs.map(([x, y]) => (x - left) * (y - right))) / Math.sqrt(spread);
}

/** By linear interpolation between the neighbours, as spreadsheets do. `part` from 0 to 1. */
export function quantile(values: readonly number[], part: number): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const position = (sorted.length - 1) * part;
  const lower = sorted[Math.floor(position)];
  const upper = sorted[Math.ceil(position)];
  return lower === undefined || upper === undefined ? null : lower + (upper - lower) * (position % 1);
}
