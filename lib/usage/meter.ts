import "server-only";

/** What the calls of one answer took together. */
export type MeteredUsage = {
  readonly calls: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** US dollars; null when the price of a model that was called is not known. */
  readonly costUsd: number | null;
};

export type CallUsage = Omit<MeteredUsage, "calls">;

export type Meter = {
  /** Begins a call; tell what it took when it ends, however it ends. */
  begin(): (taken: CallUsage) => void;
  /** Once the calls under way have ended, those of a stopped answer too; after two seconds without those that have not. */
  total(): Promise<MeteredUsage>;
};

const patienceMs = 2000;
const nothing: MeteredUsage = { calls: 0, inputTokens: 0, outputTokens: 0, costUsd: 0 };

export function createMeter(): Meter {
  let total = nothing;
  const open = new Set<Promise<void>>();
  return {
    begin() {
      const { promise, resolve } = Promise.withResolvers<void>();
      open.add(promise);
      return (taken) => {
        if (open.delete(promise)) total = plus(total, taken);
        resolve();
      };
    },
    async total() {
      const waited = AbortSignal.timeout(patienceMs);
      const tooLong = new Promise<void>((resolve) => waited.addEventListener("abort", () => resolve()));
      while (open.size > 0 && !waited.aborted) await Promise.race([Promise.all(open), tooLong]);
      return total;
    },
  };
}

function plus(total: MeteredUsage, taken: CallUsage): MeteredUsage {
  return {
    calls: total.calls + 1,
    inputTokens: total.inputTokens + taken.inputTokens,
    outputTokens: total.outputTokens + taken.outputTokens,
    costUsd: total.costUsd === null || taken.costUsd === null ? null : total.costUsd + taken.costUsd,
  };
}
