import { globSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { updateWorkbookGrant } from "#db/queries/workbook-grants";
import { findWorkbookVersions } from "#db/queries/workbook-versions";
import { createWorkbook } from "#db/queries/workbooks";
import { type WorkbookAccess, workbookAccesses } from "#lib/contract/workbooks";
import { stopEngines } from "#lib/data/duckdb/engines";
import type { SystemActor } from "#lib/permissions";
import type { WorkbookDocument } from "#lib/workbook/workbook";
import { publishWorkbook } from "#lib/workbook-store/publish";
import { createSales } from "#tests/integration/ai/ask/support";
import { snapshotOf } from "#tests/support/authorization";
import { useDatabase } from "#tests/support/database";
import { type Answer, callRoute } from "#tests/support/routes";
import { sampleDocument } from "#tests/support/workbooks";
import {
  colleagues,
  createColleagues,
  createMember,
  createOrganization,
  type Member,
  type Role,
} from "./permission-matrix/people.ts";
import { type RouteThings, workbookRoutes } from "./permission-matrix/workbook-routes.ts";

useDatabase();

let actor: SystemActor;
let people: Record<Role, Member>;
let owner: Member;
let document: WorkbookDocument;

beforeAll(async () => {
  const organization = await createOrganization();
  actor = organization.actor;
  owner = organization.admin;
  // Another admin than the owner, to whom nothing comes of being one.
  people = await createColleagues(actor, await createMember(actor, "admin"));
  document = sampleDocument(await createSales(owner.person));
});

afterAll(() => stopEngines());

const grants = [null, ...workbookAccesses] as const;
type Grant = WorkbookAccess | null;
const ranks = { view: 1, explore: 2, edit: 3, owner: 4 } as const;
const permissionOf = { view: "viewWorkbooks", explore: "exploreBasic", edit: "build" } as const;

/** What a grant comes to: no more than the account type allows. */
function rankOf({ person }: Member, grant: Grant): number {
  const held = workbookAccesses.filter(
    (access) => grant !== null && ranks[access] <= ranks[grant] && person.permissions.has(permissionOf[access]),
  );
  return Math.max(0, ...held.map((access) => ranks[access]));
}

async function createShared(grant: Grant, isPublished: boolean): Promise<RouteThings> {
  const workbookId = await createWorkbook(owner.person, { name: "Sales", description: "", document });
  if (isPublished) await publishWorkbook(owner.person, workbookId, 1);
  const [version] = await findWorkbookVersions(owner.person, workbookId);
  const everyone = { granteeKind: "everyone", granteeId: actor.organizationId } as const;
  if (grant !== null) await updateWorkbookGrant(owner.person, workbookId, { ...everyone, access: grant });
  return { workbookId, versionId: version?.id ?? workbookId, document };
}

function ask(name: string, member: Member | null, things: RouteThings): Promise<Answer> {
  const { query = "", body } = workbookRoutes[name] ?? {};
  const [method = "", path = ""] = name.split(" ");
  return callRoute(`${method} ${path}`, {
    cookie: member?.cookie,
    params: path.includes("[id]") ? { id: things.workbookId } : {},
    query,
    body: body?.(things),
  });
}

it("has an entry in permission-matrix/workbook-routes.ts for every route", async () => {
  const root = join(import.meta.dirname, "../../..");
  const found: string[] = [];
  for (const file of globSync("app/api/{workbooks,explorations}/**/route.ts", { cwd: root })) {
    const module = z.record(z.string(), z.unknown()).parse(await import(join(root, file)));
    const verbs = Object.keys(module).filter((key) => /^[A-Z]+$/.test(key));
    found.push(...verbs.map((verb) => `${verb} ${file.split("/").slice(2, -1).join("/")}`));
  }
  const listed = new Set(Object.keys(workbookRoutes).map((name) => name.split(" ").slice(0, 2).join(" ")));
  expect([...listed].sort()).toEqual(found.sort());
});

const aboutOne = Object.entries(workbookRoutes).flatMap(([name, { needs, ...route }]) =>
  needs === null ? [] : [{ name, needs, ...route }],
);

describe.each(aboutOne)("$name", ({ name, needs, isWrite = false, ofDraft = false }) => {
  it("asks who is there", async () => {
    expect((await ask(name, null, await createShared("edit", true))).status).toBe(401);
  });

  it.each(grants)(
    "shared as %s: serves who has that and the account type for it, and changes nothing for others",
    async (grant) => {
      let things = await createShared(grant, true);
      for (const role of colleagues) {
        const isAllowed = rankOf(people[role], grant) >= ranks[needs];
        const before = isWrite && !isAllowed ? await snapshotOf(actor.organizationId) : null;
        const { status, text } = await ask(name, people[role], things);
        expect([role, status < 300], text).toEqual([role, isAllowed]);
        if (!isAllowed) expect([403, 404], `${role}: ${text}`).toContain(status);
        if (before !== null) expect(await rowsOf()).toEqual(withoutNoise(before));
        if (isWrite && isAllowed) things = await createShared(grant, true);
      }
    },
  );

  it("does not exist for the admin of another organization", async () => {
    const { status } = await ask(name, people.stranger, await createShared("edit", true));
    expect(status).toBe(404);
  });

  if (!ofDraft)
    it("of a workbook that was never published there is nothing for those who do not edit", async () => {
      for (const grant of ["view", "explore"] as const) {
        const things = await createShared(grant, false);
        for (const role of colleagues) {
          const { status, text } = await ask(name, people[role], things);
          expect([403, 404], `${role}: ${text}`).toContain(status);
        }
      }
    });
});

it("lists what one may open: what is published, and drafts of those who edit them", async () => {
  for (const grant of grants)
    for (const isPublished of [true, false]) {
      const { workbookId } = await createShared(grant, isPublished);
      for (const role of colleagues) {
        const { status, text } = await ask("GET workbooks", people[role], { workbookId, versionId: "", document });
        const isAllowed = rankOf(people[role], grant) >= (isPublished ? ranks.view : ranks.edit);
        expect([role, grant, isPublished, text.includes(workbookId)]).toEqual([role, grant, isPublished, isAllowed]);
        expect([role, status]).toEqual([role, people[role].person.permissions.has("viewWorkbooks") ? 200 : 403]);
      }
    }
});

it("makes workbooks for those who build", async () => {
  for (const role of colleagues) {
    const { status } = await ask("POST workbooks", people[role], { workbookId: "", versionId: "", document });
    expect([role, status]).toEqual([role, people[role].person.permissions.has("build") ? 201 : 403]);
  }
});

async function rowsOf() {
  return withoutNoise(await snapshotOf(actor.organizationId));
}

/** But the log of what was tried, and when people were seen. */
function withoutNoise({ audit_entry: _log, session: _sessions, user, ...tables }: Record<string, string>) {
  return { ...tables, user: (user ?? "").replaceAll(/"last_seen_at": [^,}]+/g, "") };
}
