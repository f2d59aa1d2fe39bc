import { setUp } from "./api.ts";
import { removeServer, startServer } from "./server.ts";

/** One production server for all browser tests that do not need one of their own; set up by HTTP, with the sample data. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  const server = await startServer();
  process.env["ASKBOOK_E2E_URL"] = server.url;
  process.env["ASKBOOK_E2E_DATA"] = server.dataFolder;
  process.env["ASKBOOK_E2E_COOKIE"] = await setUp(server.url);
  return () => removeServer(server);
}
