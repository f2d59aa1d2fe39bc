import "server-only";
import type { ConnectionRow } from "#db/queries/connections";
import type { Viewer } from "#lib/permissions";
import type { Source } from "#lib/worksheet/worksheet";
import type { Connector } from "./connector.ts";
import { createDuckdbConnector } from "./duckdb/duckdb-connector.ts";
import { createPostgresConnector } from "./postgres/postgres-connector.ts";
import { engineFileOf } from "./source-files.ts";

/** The engine behind a connection, with the files of these sources at hand. */
export function connect(viewer: Viewer, connection: ConnectionRow, sources: Iterable<Source>): Connector {
  if (connection.kind === "postgres") return createPostgresConnector(viewer, connection);
  const files = [...sources].flatMap((source) => engineFileOf(viewer.organizationId, source) ?? []);
  const unique = new Map(files.map((file) => [file.catalog, file]));
  return createDuckdbConnector(viewer.organizationId, [...unique.values()]);
}
