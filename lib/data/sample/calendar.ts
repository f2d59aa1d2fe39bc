import "server-only";

/** When orders happen: 36 months from November 2023, growing by 12 % a year, with a peak in November and December. */

export const firstDay = "2023-11-01";
export const lastDay = "2026-10-31";
/** What Today() means in the sample. */
export const asOf = "2026-11-01";

/** One region loses customers from this month on. */
export const decline = { region: "West", fromMonth: 22, label: "2025-09" } as const;

/** January first. */
const seasonality = [82, 84, 95, 97, 100, 98, 92, 95, 102, 105, 135, 155] as const;

export type SampleMonth = {
  /** From 0, November 2023. */
  readonly index: number;
  /** ISO day of its first. */
  readonly start: string;
  readonly days: number;
  readonly weight: number;
  /** Sum of the weights of the months before. */
  readonly before: number;
};

export const months: readonly SampleMonth[] = makeMonths();
export const totalWeight = months.reduce((sum, month) => sum + month.weight, 0);

function makeMonths(): SampleMonth[] {
  let before = 0;
  return Array.from({ length: 36 }, (_, index) => {
    const start = new Date(Date.UTC(2023, 10 + index, 1));
    const days = new Date(Date.UTC(2023, 11 + index, 0)).getUTCDate();
    const weight = Math.round((seasonality[start.getUTCMonth()] ?? 100) * 1000 * 1.12 ** (index / 12));
    const month = { index, start: start.toISOString().slice(0, 10), days, weight, before };
    before += weight;
    return month;
  });
}
