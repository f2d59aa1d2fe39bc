import { eq, sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { db } from "#db/client";
import { findAuditEntries, findAuditNames } from "#db/queries/audit";
import { auditEntry } from "#db/schema/audit-entry";
import { organization } from "#db/schema/organization";
import { recordAudit } from "#lib/audit/record";
import { findAuditExport, getAuditPage, readAuditFilter } from "#lib/audit/report";
import type { Person } from "#lib/permissions";
import { csvCell } from "#lib/worksheet/csv-cell";
import { createPerson, useDatabase } from "#tests/support/database";

useDatabase();

let ada: Person;
let bob: Person;

beforeEach(async () => {
  ada = await createPerson({ email: `ada-${crypto.randomUUID()}@example.test` });
  bob = await createPerson({ organization: { id: ada.organizationId, name: "" } });
  await recordAudit(ada, {
    action: "provider.save",
    target: "openai",
    after: { apiKey: "sk-1", model: "m" },
    outcome: "done",
  });
  await recordAudit(bob, { action: "provider.save", target: "openai", outcome: "refused" });
  await recordAudit(bob, {
    action: "ai-limits.update",
    before: { tokensPerDay: 5 },
    after: { tokensPerDay: 100_50 },
    outcome: "done",
  });
});

const found = async (query: string) =>
  (await findAuditEntries(ada, readAuditFilter(new URLSearchParams(query)))).map(
    ({ action, outcome }) => `${action} ${outcome}`,
  );

test("entries can be neither changed nor deleted, one by one nor all at once", async () => {
  const isMine = eq(auditEntry.organizationId, ada.organizationId);
  for (const change of [
    db().update(auditEntry).set({ action: "nothing" }).where(isMine),
    db().delete(auditEntry).where(isMine),
    db().execute(sql`truncate audit_entry`),
  ])
    await expect(change).rejects.toMatchObject({ cause: { message: "audit_entry is insert-only" } });
  expect(await findAuditEntries(ada)).toHaveLength(3);
  await db().delete(organization).where(eq(organization.id, ada.organizationId));
  expect(await db().select().from(auditEntry).where(isMine)).toEqual([]);
});

test("filters by person, action, outcome, days and text; nonsense filters nothing", async () => {
  expect(await found(`person=${bob.email}`)).toEqual(["ai-limits.update done", "provider.save refused"]);
  expect(await found("action=provider.save&outcome=done")).toEqual(["provider.save done"]);
  expect(await found("text=10050")).toEqual(["ai-limits.update done"]);
  expect(await found("text=%25")).toEqual([]);
  expect(await found("from=2000-01-01&to=2000-12-31")).toEqual([]);
  expect(await found("from=2000-01-01")).toHaveLength(3);
  expect(await found("outcome=maybe&from=yesterday&before=-1&person=")).toHaveLength(3);
  const names = await findAuditNames(ada);
  expect(names.actions).toEqual(["ai-limits.update", "provider.save"]);
  expect(names.people).toEqual([ada.email, bob.email].sort());
});

test("secrets are redacted, and pages follow one another without a gap", async () => {
  const text = JSON.stringify(await findAuditEntries(ada));
  expect(text).toContain("[redacted]");
  expect(text).not.toContain("sk-1");
  for (let index = 0; index < 60; index += 1)
    await recordAudit(ada, { action: "test.fill", target: `=cmd|${index}`, outcome: "done" });
  const first = await getAuditPage(ada, {});
  expect(first.entries).toHaveLength(50);
  const second = await getAuditPage(ada, first.olderBefore === null ? {} : { before: first.olderBefore });
  expect(second.entries).toHaveLength(13);
  expect(second.olderBefore).toBeNull();
  const all = await findAuditExport(ada, {});
  expect(all.map(({ id }) => id)).toEqual([...first.entries, ...second.entries].map(({ id }) => id));
  expect(csvCell(all[0]?.target ?? "")).toBe("'=cmd|59");
});
