import { randomUUID } from "node:crypto";
import { globSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { deactivateUser } from "#db/queries/users";
import { updateWorkbookGrant } from "#db/queries/workbook-grants";
import { createWorkbook } from "#db/queries/workbooks";
import { type WorkbookAccess, workbookAccesses } from "#lib/contract/workbooks";
import { stopEngines } from "#lib/data/duckdb/engines";
import type { Permission, SystemActor } from "#lib/permissions";
import { publishWorkbook } from "#lib/workbook-store/publish";
import { createSales } from "#tests/integration/ai/ask/support";
import { chartOf } from "#tests/support/charts";
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

/** Every route of a result that was read from a workbook, by every account type under every grant. */

useDatabase();

type ResultRoute = {
  /** Of the workbook, with the account type for it. */
  readonly needs: "view" | "explore";
  readonly permission?: Permission;
  readonly query?: string;
  readonly body?: unknown;
};

const picture = { chart: chartOf({ mark: "bar", x: "region", y: ["total"] }) };
const routes: Readonly<Record<string, ResultRoute>> = {
  "GET results/[id]": { needs: "view" },
  "GET results/[id]/count": { needs: "view" },
  "GET results/[id]/sql": { needs: "view", permission: "viewSql" },
  "POST results/[id]/replay": { needs: "view", body: {} },
  "GET results/[id]/csv": { needs: "explore" },
  "POST results/[id]/picture": { needs: "explore", query: "?format=svg", body: picture },
  "POST results/[id]/underlying": { needs: "explore", body: { keys: [] } },
};
const ranks = { view: 1, explore: 2, edit: 3 } as const;

let actor: SystemActor;
let people: Record<Role, Member>;
let workbookId: string;
let share: (access: WorkbookAccess) => Promise<void>;
let look: (member: Member) => Promise<Answer>;

beforeAll(async () => {
  const { actor: system, admin: owner } = await createOrganization();
  actor = system;
  people = await createColleagues(actor, await createMember(actor, "admin"));
  const document = sampleDocument(await createSales(owner.person));
  workbookId = await createWorkbook(owner.person, { name: "Sales", description: "", document });
  await publishWorkbook(owner.person, workbookId, 1);
  share = (access) =>
    updateWorkbookGrant(owner.person, workbookId, {
      granteeKind: "everyone",
      granteeId: actor.organizationId,
      access,
    });
  const { worksheets, controls } = document;
  const view = { worksheetId: "sales", level: "by-region", columns: ["region", "total"] };
  look = ({ cookie }) =>
    callRoute("POST workbooks/[id]/results", {
      cookie,
      params: { id: workbookId },
      body: { stage: "published", document: { worksheets, controls }, view },
    });
});

afterAll(() => stopEngines());

const idOf = ({ json }: Answer) => z.object({ result: z.object({ id: z.uuid() }) }).parse(json).result.id;
const ask = (name: string, member: Member | null, id: string) =>
  callRoute(name, { ...routes[name], cookie: member?.cookie, params: { id } });

it("has an entry for every route", () => {
  const root = join(import.meta.dirname, "../../../app/api");
  const found = globSync("results/**/route.ts", { cwd: root }).map((file) => file.slice(0, -"/route.ts".length));
  const listed = Object.keys(routes).map((name) => name.split(" ")[1]);
  expect(listed.toSorted()).toEqual(found.toSorted());
});

it.each(workbookAccesses)("shared as %s: serves who has that and the account type for it", async (grant) => {
  await share(grant);
  for (const role of colleagues) {
    const member = people[role];
    const seen = await look(member);
    const { permissions } = member.person;
    expect([role, seen.status]).toEqual([role, permissions.has("viewWorkbooks") ? 200 : 403]);
    if (seen.status !== 200) continue;
    for (const [name, { needs, permission }] of Object.entries(routes)) {
      const hasAccess = ranks[grant] >= ranks[needs] && (needs === "view" || permissions.has("exploreBasic"));
      const isAllowed = hasAccess && (permission === undefined || permissions.has(permission));
      const { status, text } = await ask(name, member, idOf(seen));
      expect([role, name, status], text).toEqual([role, name, isAllowed ? 200 : 403]);
    }
  }
});

it("is nobody else's: colleagues, another organization, nobody, and ids of nothing", async () => {
  await share("edit");
  const id = idOf(await look(people.build));
  for (const name of Object.keys(routes)) {
    expect([name, (await ask(name, people.admin, id)).status]).toEqual([name, 404]);
    expect([name, (await ask(name, people.stranger, id)).status]).toEqual([name, 404]);
    expect([name, (await ask(name, null, id)).status]).toEqual([name, 401]);
    for (const unknown of [randomUUID(), "base", "../sql", "00000000"])
      expect([name, (await ask(name, people.build, unknown)).status]).toEqual([name, 404]);
  }
});

it("ends with the account", async () => {
  await share("edit");
  const leaver = await createMember(actor, "build");
  const id = idOf(await look(leaver));
  await deactivateUser(people.admin.person, leaver.person.userId);
  expect((await look(leaver)).status).toBe(401);
  for (const name of Object.keys(routes)) expect([name, (await ask(name, leaver, id)).status]).toEqual([name, 401]);
});
