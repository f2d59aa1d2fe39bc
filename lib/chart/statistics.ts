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
