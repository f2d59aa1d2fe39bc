import { closeDatabase } from "#db/client";
import { findViewerByToken } from "#lib/auth/session";
import { stopEngines } from "#lib/data/duckdb/engines";
import type { Viewer } from "#lib/permissions";
import { setUp } from "#tests/e2e/support/api";
import { removeServer, startServer } from "#tests/e2e/support/server";
import { buildIfChanged } from "../serve/build.ts";
import { withDatabase } from "../serve/database.ts";
import { measureReading } from "./built-in.ts";
import { measureFirstToken } from "./first-token.ts";
import { measureQueries } from "./queries.ts";
import type { Measurement } from "./rounds.ts";
import { measureSourceSearch } from "./source-search.ts";
import { measureStartUp } from "./start-up.ts";

/** The whole product at work, with a server of its own. */
export async function measureProduct(): Promise<readonly Measurement[]> {
  await buildIfChanged(console.log);
  const server = await startServer();
  try {
    const cookie = await setUp(server.url);
    const measurements = await withDatabase(server.dataFolder, async (databaseUrl) => {
      process.env["DATABASE_URL"] = databaseUrl;
      process.env["ASKBOOK_DATA_DIR"] = server.dataFolder;
      const viewer = await viewerOf(cookie);
      const queries = await measureQueries(viewer, 15);
      const tokens = await measureFirstToken({ url: server.url, cookie, viewer }, 15);
      const search = await measureSourceSearch(viewer, 15);
      await closeDatabase();
      stopEngines();
      return [...queries, ...tokens, search, ...(await measureReading(50))];
    });
    return [...measurements, await measureStartUp(5)];
  } catch (error) {
    console.error(server.output());
    throw error;
  } finally {
    await removeServer(server);
  }
}

async function viewerOf(cookie: string): Promise<Viewer> {
  const viewer = await findViewerByToken(cookie.split("=")[1] ?? "");
  if (viewer === null) throw new Error("The session of set-up is not there.");
  return viewer;
}
