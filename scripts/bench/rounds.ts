/** One line of the bench: what was measured against what, in the same run. */
export type Measurement = {
  readonly name: string;
  readonly baseline: { readonly name: string; readonly milliseconds: readonly number[] };
  readonly ours: readonly number[];
  /** The ratio must not be above this. */
  readonly most?: number;
};

/** Runs both in turn, so that whatever else the machine does falls on both; the first round of each warms up and does not count. */
export async function compareInTurn(
  name: string,
  rounds: number,
  baseline: { readonly name: string; readonly run: () => Promise<number> },
  ours: () => Promise<number>,
): Promise<Measurement> {
  const baselineTimes: number[] = [];
  const ourTimes: number[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const times = [await baseline.run(), await ours()] as const;
    if (round === 0) continue;
    baselineTimes.push(times[0]);
    ourTimes.push(times[1]);
  }
  return { name, baseline: { name: baseline.name, milliseconds: baselineTimes }, ours: ourTimes };
}

/** Milliseconds that the work took. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

export function printMeasurements(measurements: readonly Measurement[]): void {
  console.table(
    measurements.map(({ name, baseline, ours, most }) => ({
      measured: name,
      against: baseline.name,
      "baseline ms": round(quantile(baseline.milliseconds, 0.5)),
      "ours ms": round(quantile(ours, 0.5)),
      "ours p95": round(quantile(ours, 0.95)),
      ratio: round(quantile(ours, 0.5) / quantile(baseline.milliseconds, 0.5)),
      "overhead ms": round(quantile(ours, 0.5) - quantile(baseline.milliseconds, 0.5)),
      rounds: ours.length,
      ...(most === undefined
        ? {}
        : { "at most": most, holds: isWithin({ name, baseline, ours, most }) ? "yes" : "NO" }),
    })),
  );
}

/** Whether a measurement keeps to its limit, if it has one. */
export function isWithin({ baseline, ours, most = Number.POSITIVE_INFINITY }: Measurement): boolean {
  return quantile(ours, 0.5) / quantile(baseline.milliseconds, 0.5) <= most;
}

export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

function round(value: number): number {
  return Number(value.toPrecision(3));
}
