import { randomBytes, randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { afterAll, beforeAll, inject } from "vitest";
import { closeDatabase, db } from "#db/client";
import { accountType, accountTypePermission } from "#db/schema/account-type";
import { organization } from "#db/schema/organization";
import { session, user } from "#db/schema/user";
import { type Permission, type Person, permissions, withRequired } from "#lib/permissions";

/**
 * Gives a test file a fresh, migrated database on a real PostgreSQL and an empty data folder of its own.
 * Call it at the top of the file; `db()` and `env()` work from `beforeAll` on.
 */
export function useDatabase(): void {
  const name = `test_${randomBytes(8).toString("hex")}`;
  let dataFolder = "";

  beforeAll(async () => {
    await onServer((sql) => sql`create database ${sql(name)} template ${sql(inject("databaseTemplate"))}`);
    dataFolder = await mkdtemp(join(tmpdir(), "askbook-test-data-"));
    process.env["DATABASE_URL"] = databaseUrl(name);
    process.env["ASKBOOK_DATA_DIR"] = dataFolder;
    process.env["ASKBOOK_ENCRYPTION_KEYS"] = randomBytes(32).toString("base64url");
    process.env["ASKBOOK_LOG_LEVEL"] ??= "warn";
  });

  afterAll(async () => {
    await closeDatabase();
    await onServer((sql) => sql`drop database if exists ${sql(name)} with (force)`);
    await rm(dataFolder, { recursive: true, force: true });
  });
}

/** Runs a statement in the server's own database. */
export async function onServer<Result>(work: (sql: postgres.Sql) => Promise<Result>): Promise<Result> {
  const sql = postgres(inject("databaseServerUrl"), { max: 1, onnotice: () => undefined });
  try {
    return await work(sql);
  } finally {
    await sql.end();
  }
}

export function databaseUrl(name: string): string {
  const url = new URL(inject("databaseServerUrl"));
  url.pathname = `/${name}`;
  return url.href;
}

export type TestOrganization = { readonly id: string; readonly name: string };

export async function createOrganization(name = "Acme"): Promise<TestOrganization> {
  const [row] = await db().insert(organization).values({ name }).returning({ id: organization.id });
  if (row === undefined) throw new Error("The organization was not created.");
  return { id: row.id, name };
}

export type PersonOptions = {
  readonly organization?: TestOrganization;
  /** What the person may do; what these need comes along. Default: everything. */
  readonly permissions?: readonly Permission[];
  readonly email?: string;
  readonly name?: string;
};

/** Somebody signed in a moment ago, in an organization of their own unless one is given. */
export async function createPerson(options: PersonOptions = {}): Promise<Person> {
  const { id: organizationId } = options.organization ?? (await createOrganization());
  const granted = withRequired(options.permissions ?? permissions);
  const accountTypeId = await createAccountType(organizationId, granted);
  const identity = { name: options.name ?? "Ada Test", email: options.email ?? `${randomUUID()}@example.test` };
  const userId = randomUUID();
  const sessionId = randomUUID();
  const expiresAt = new Date(Date.now() + 3_600_000);
  await db()
    .insert(user)
    .values({ id: userId, organizationId, accountTypeId, ...identity });
  await db().insert(session).values({ id: sessionId, organizationId, userId, tokenHash: sessionId, expiresAt });
  const signedInAt = new Date();
  return {
    kind: "person",
    organizationId,
    userId,
    sessionId,
    ...identity,
    accountTypeId,
    permissions: new Set(granted),
    signedInAt,
  };
}

async function createAccountType(organizationId: string, granted: readonly Permission[]): Promise<string> {
  const id = randomUUID();
  await db()
    .insert(accountType)
    .values({ id, organizationId, name: `Type ${id}` });
  if (granted.length > 0)
    await db()
      .insert(accountTypePermission)
      .values(granted.map((permission) => ({ organizationId, accountTypeId: id, permission })));
  return id;
}
