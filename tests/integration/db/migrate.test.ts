import { randomBytes } from "node:crypto";
import { eq } from "drizzle-orm";
import postgres from "postgres";
import { describe, expect, it } from "vitest";
import { db } from "#db/client";
import { migrate } from "#db/migrate";
import { auditEntry } from "#db/schema/audit-entry";
import { organization } from "#db/schema/organization";
import { createOrganization, createPerson, databaseUrl, onServer, useDatabase } from "#tests/support/database";

useDatabase();

describe("migrate", () => {
  it("lets several servers start at once on an empty database", async () => {
    const name = `test_${randomBytes(8).toString("hex")}`;
    await onServer((sql) => sql`create database ${sql(name)}`);
    await Promise.all([1, 2, 3, 4].map(() => migrate(databaseUrl(name))));
    const sql = postgres(databaseUrl(name), { max: 1 });
    const [{ count } = { count: 0 }] = await sql<{ count: number }[]>`select count(*)::int as count from organization`;
    expect(count).toBe(0);
    await sql.end();
    await onServer((server) => server`drop database ${server(name)}`);
  });
});

describe("audit entries", () => {
  it("can be added, not changed or removed, and go with their organization", async () => {
    const { id: organizationId } = await createOrganization();
    await db().insert(auditEntry).values({ organizationId, action: "test", outcome: "done" });
    await expect(db().update(auditEntry).set({ action: "other" })).rejects.toThrow();
    await expect(db().delete(auditEntry)).rejects.toThrow();
    await expect(db().execute("truncate audit_entry")).rejects.toThrow();
    await db().delete(organization).where(eq(organization.id, organizationId));
    expect(await db().select().from(auditEntry).where(eq(auditEntry.organizationId, organizationId))).toEqual([]);
  });
});

describe("createPerson", () => {
  it("makes somebody with an account type of the given rights", async () => {
    const person = await createPerson({ permissions: ["build"] });
    expect([...person.permissions]).toContain("exploreBasic");
  });
});
