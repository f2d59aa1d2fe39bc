import { measureReading } from "./built-in.ts";
import { measureFirstToken } from "./first-token.ts";
import { measureQueries } from "./queries.ts";
import type { Measurement } from "./rounds.ts";
import { measureSourceSearch } from "./source-search.ts";
import { measureStartUp } from "./start-up.ts";
import { lendDatabase, withProduct } from "./with-product.ts";

/** The whole product at work, with a server of its own. */
export async function measureProduct(): Promise<readonly Measurement[]> {
  const measurements = await withProduct({}, (product) =>
    lendDatabase(product, async (viewer) => {
      const queries = await measureQueries(viewer, 15);
      const tokens = await measureFirstToken({ ...product, viewer }, 15);
      const search = await measureSourceSearch(viewer, 15);
      return [...queries, ...tokens, search];
    }),
  );
  return [...measurements, ...(await measureReading(50)), await measureStartUp(5)];
}
