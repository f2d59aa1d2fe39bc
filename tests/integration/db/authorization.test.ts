import { existsSync, readdirSync } from "node:fs";
import { beforeEach, describe, expect, it } from "vitest";
import { AskbookError } from "#lib/errors";
import { type Permission, type Person, permissions, withRequired } from "#lib/permissions";
import { type Authorization, findLeaks, type QueryRule, snapshotOf } from "#tests/support/authorization";
import { createPerson, useDatabase } from "#tests/support/database";

useDatabase();

/** Queries without a viewer: what is asked before anybody is known, and what whoever runs the server does for all organizations. */
const withoutViewer = new Set(["sign-in", "single-sign-on", "sealed"]);

const files = readdirSync(new URL("../../../db/queries/", import.meta.url))
  .filter((file) => file.endsWith(".ts"))
  .map((file) => file.slice(0, -".ts".length))
  .filter((file) => !withoutViewer.has(file));

describe.each(files)("db/queries/%s", async (file) => {
  const module: Record<string, unknown> = await import(`../../../db/queries/${file}.ts`);
  const names = Object.keys(module).filter((name) => typeof module[name] === "function");
  const isDescribed = existsSync(new URL(`./authorization/${file}.ts`, import.meta.url));

  it("has its authorization described for every exported query", async () => {
    expect(isDescribed, `tests/integration/db/authorization/${file}.ts is missing`).toBe(true);
    expect(Object.keys((await authorizationOf(file)).queries).sort()).toEqual(names.sort());
  });
  if (!isDescribed) return;

  const { arrange, queries } = await authorizationOf(file);
  describe.each(Object.entries(queries))("%s", (_, rule) => {
    let owner: Person;
    let things: unknown;

    beforeEach(async () => {
      owner = await createPerson();
      things = await arrange(owner);
    });

    it("serves its own organization", async () => {
      await rule.call(owner, things);
    });

    it("keeps somebody of another organization away", async () => {
      await expectNothing(rule, await createPerson(), owner, things);
    });

    if (rule.isPrivate)
      it("keeps a colleague away", async () => {
        const organization = { id: owner.organizationId, name: "" };
        await expectNothing(rule, await createPerson({ organization }), owner, things);
      });

    if (rule.needs !== null)
      it("refuses a colleague without the permission", async () => {
        const organization = { id: owner.organizationId, name: "" };
        const colleague = await createPerson({ organization, permissions: allBut(rule.needs) });
        const before = await snapshotOf(owner.organizationId);
        await expect(rule.call(colleague, things)).rejects.toMatchObject({ code: "forbidden" });
        expect(await snapshotOf(owner.organizationId)).toEqual(before);
      });
  });
});

async function authorizationOf(file: string): Promise<Authorization<Record<string, () => unknown>, unknown>> {
  const { authorization } = await import(`./authorization/${file}.ts`);
  return authorization;
}

/** Either it is refused, or the answer holds nothing of the owner's; and of what the owner has nothing changes. */
async function expectNothing(rule: QueryRule<unknown>, other: Person, owner: Person, things: unknown): Promise<void> {
  const before = await ownedBy(owner, other);
  const answer = await rule.call(other, things).catch((error: unknown) => {
    if (error instanceof AskbookError) return null;
    throw error;
  });
  expect(findLeaks(answer, before, idsOf(other))).toEqual([]);
  expect(await ownedBy(owner, other)).toEqual(before);
}

/** Rows of the owner's organization, without those that name the other person. */
async function ownedBy(owner: Person, other: Person): Promise<Record<string, string>> {
  const snapshot = await snapshotOf(owner.organizationId);
  const withoutOther = (text: string): string =>
    text
      .split("\n")
      .filter((row) => !row.includes(other.userId) && !row.includes(other.accountTypeId))
      .join("\n");
  return Object.fromEntries(Object.entries(snapshot).map(([table, text]) => [table, withoutOther(text)]));
}

function idsOf(person: Person): string[] {
  return [person.organizationId, person.userId, person.accountTypeId, person.sessionId];
}

/** Everything that can be had without the permission. */
function allBut(permission: Permission | null): Permission[] {
  return permissions.filter((candidate) => permission === null || !withRequired([candidate]).includes(permission));
}
