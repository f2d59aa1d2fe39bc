/** One reading of Ask takes as long as this many rules. */
export const costOfAsking = 20;
const mostEffort = 12_000;

export type Effort = { spend(amount: number): void };

/** A request that is no sentence of ours may be read in countless ways: whoever asks is told, before anybody waits for it. */
export function createEffort(): Effort {
  let left = mostEffort;
  return {
    spend: (amount) => {
      left -= amount;
      if (left < 0) throw new TooManyReadings();
    },
  };
}

/** The request could mean too much. */
export class TooManyReadings extends Error {
  override readonly name = "TooManyReadings";
}
