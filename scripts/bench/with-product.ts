import { closeDatabase } from "#db/client";
import { findViewerByToken } from "#lib/auth/session";
import { stopEngines } from "#lib/data/duckdb/engines";
import type { Person } from "#lib/permissions";
import { setUp } from "#tests/e2e/support/api";
import { removeServer, startServer } from "#tests/e2e/support/server";
import { buildIfChanged } from "../serve/build.ts";
import { withDatabase } from "../serve/database.ts";

/** A server of the bench's own that is set up; `cookie` is its admin's. */
export type Product = { readonly url: string; readonly cookie: string; readonly dataFolder: string };

/** Starts a product on a fresh data folder, and takes it away after the work. `sampleRows`: order lines of its sample. */
export async function withProduct<Result>(
  { sampleRows }: { readonly sampleRows?: number },
  work: (product: Product) => Promise<Result>,
): Promise<Result> {
  await buildIfChanged(console.log);
  const environment = sampleRows === undefined ? {} : { ASKBOOK_SAMPLE_ROWS: String(sampleRows) };
  const server = await startServer({ environment });
  try {
    return await work({ url: server.url, cookie: await setUp(server.url), dataFolder: server.dataFolder });
  } catch (error) {
    console.error(server.output());
    throw error;
  } finally {
    await removeServer(server);
  }
}

/**
 * Has this process read the product's database and data as its server does: of one product in the life of a process, which keeps its
 * configuration. Servers that are started later do not inherit it.
 */
export async function lendDatabase<Result>(
  { dataFolder, cookie }: Product,
  work: (viewer: Person) => Promise<Result>,
): Promise<Result> {
  return withDatabase(dataFolder, async (databaseUrl) => {
    process.env["DATABASE_URL"] = databaseUrl;
    process.env["ASKBOOK_DATA_DIR"] = dataFolder;
    try {
      return await work(await viewerOf(cookie));
    } finally {
      await closeDatabase();
      stopEngines();
      delete process.env["DATABASE_URL"];
      delete process.env["ASKBOOK_DATA_DIR"];
    }
  });
}

async function viewerOf(cookie: string): Promise<Person> {
  const viewer = await findViewerByToken(cookie.split("=")[1] ?? "");
  if (viewer === null) throw new Error("The session of set-up is not there.");
  return viewer;
}
