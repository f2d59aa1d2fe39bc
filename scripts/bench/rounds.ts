/** One line of the bench: what was measured against what, in the same run. */
export type Measurement = {
  readonly name: string;
  readonly baseline: { readonly name: string; readonly milliseconds: readonly number[] };
  readonly ours: readonly number[];
  /** The ratio must not be above this. */
  readonly most?: number;
  /** Milliseconds: of a hundred rounds all but one may take no more than this beyond the baseline. */
  readonly mostOverheadP99?: number;
  /** Milliseconds: the median may take no more than this beyond the baseline. */
  readonly mostOverhead?: number;
  /** What the figures do not say. */
  readonly remark?: string;
};

/** Rounds from which on the hundredth of them says something. */
const roundsForP99 = 100;

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
  console.table(measurements.map(lineOf));
}

function lineOf(measurement: Measurement): Readonly<Record<string, string | number>> {
  const { name, baseline, ours, most, mostOverheadP99, mostOverhead, remark } = measurement;
  const [usual, own] = [quantile(baseline.milliseconds, 0.5), quantile(ours, 0.5)];
  const hasLimit = [most, mostOverheadP99, mostOverhead].some((limit) => limit !== undefined);
  return {
    measured: name,
    against: baseline.name,
    "baseline ms": round(usual),
    "ours ms": round(own),
    "ours p95": round(quantile(ours, 0.95)),
    ...(ours.length < roundsForP99 ? {} : { "ours p99": round(quantile(ours, 0.99)) }),
    ratio: round(own / usual),
    "overhead ms": round(own - usual),
    rounds: ours.length,
    ...(most === undefined ? {} : { "at most": most }),
    ...(mostOverheadP99 === undefined ? {} : { "p99 overhead at most": mostOverheadP99 }),
    ...(mostOverhead === undefined ? {} : { "overhead at most": mostOverhead }),
    ...(hasLimit ? { holds: isWithin(measurement) ? "yes" : "NO" } : {}),
    ...(remark === undefined ? {} : { remark }),
  };
}

/** Whether a measurement keeps to its limits, if it has any. */
export function isWithin({ baseline, ours, most, mostOverheadP99, mostOverhead }: Measurement): boolean {
  const usual = quantile(baseline.milliseconds, 0.5);
  const own = quantile(ours, 0.5);
  const isRatioKept = most === undefined || own / usual <= most;
  const isOverheadKept = mostOverhead === undefined || own - usual <= mostOverhead;
  return (
    isRatioKept && isOverheadKept && (mostOverheadP99 === undefined || quantile(ours, 0.99) - usual <= mostOverheadP99)
  );
}

export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

function round(value: number): number {
  return Number(value.toPrecision(3));
}
