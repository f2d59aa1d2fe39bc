import { randomBytes } from "node:crypto";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import type { TestProject } from "vitest/node";
import { migrate } from "#db/migrate";
import { startCluster } from "#scripts/postgres/cluster";

declare module "vitest" {
  interface ProvidedContext {
    /** The address of a real PostgreSQL's database `postgres`, whose superuser we are. */
    databaseServerUrl: string;
    /** The name of a migrated database that test files clone. */
    databaseTemplate: string;
  }
}

/** Starts one PostgreSQL for all integration tests; what they keep in it need not survive a power cut. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), "askbook-test-"));
  await chmod(folder, 0o711);
  const cluster = await startCluster({
    folder: join(folder, "postgres"),
    password: randomBytes(16).toString("hex"),
    settings: ["fsync=off", "full_page_writes=off", "synchronous_commit=off", "max_connections=300"],
  });
  await createTemplate(cluster.urlOf("postgres"), cluster.urlOf("template_askbook"));
  project.provide("databaseServerUrl", cluster.urlOf("postgres"));
  project.provide("databaseTemplate", "template_askbook");
  return async () => {
    await cluster.stop();
    await rm(folder, { recursive: true, force: true });
  };
}

async function createTemplate(serverUrl: string, templateUrl: string): Promise<void> {
  const sql = postgres(serverUrl, { max: 1 });
  try {
    await sql`create database template_askbook`;
  } finally {
    await sql.end();
  }
  await migrate(templateUrl);
}
