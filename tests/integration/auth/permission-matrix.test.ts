import { globSync } from "node:fs";
import { join } from "node:path";
import { and, desc, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { db } from "#db/client";
import { updateOrganization } from "#db/queries/organizations";
import { createRun } from "#db/queries/runs";
import { auditEntry } from "#db/schema/audit-entry";
import { runKinds } from "#lib/contract/runs";
import { stopEngines } from "#lib/data/duckdb/engines";
import type { defaultAccountTypes, Permission, SystemActor } from "#lib/permissions";
import { abortAllRuns, countLiveRuns } from "#lib/runs/event-bus";
import { snapshotOf } from "#tests/support/authorization";
import { useDatabase } from "#tests/support/database";
import { createRequest, withParams } from "#tests/support/request";
import { actionEntries } from "./permission-matrix/actions.ts";
import { routeEntries } from "./permission-matrix/ai-routes.ts";
import {
  colleagues,
  createColleagues,
  createOrganization,
  createThings,
  type Member,
  type Role,
  setSignInAge,
} from "./permission-matrix/people.ts";

useDatabase();

/** Next gives actions the headers of their request and takes what they invalidate: here the request is the test's. */
const request = vi.hoisted(() => ({ cookie: "" }));
vi.mock("next/headers", () => ({ headers: async () => new Headers({ cookie: request.cookie }) }));
vi.mock("next/cache", () => ({ revalidatePath: () => undefined }));

let actor: SystemActor;
let people: Record<Role, Member>;

beforeAll(async () => {
  const organization = await createOrganization();
  actor = organization.actor;
  people = await createColleagues(actor, organization.admin);
});

afterAll(async () => {
  abortAllRuns();
  await vi.waitFor(() => expect(countLiveRuns()).toBe(0), 20_000);
  await stopEngines();
});

const root = join(import.meta.dirname, "../../..");
const resultSchema = z.discriminatedUnion("ok", [
  z.object({ ok: z.literal(true) }),
  z.object({ ok: z.literal(false), error: z.object({ code: z.string() }) }),
]);
type Action = (...input: readonly unknown[]) => Promise<unknown>;
const functionSchema = z.custom<Action>((value) => typeof value === "function");

async function exportsOf(path: string): Promise<Record<string, Action>> {
  const module = z.record(z.string(), z.unknown()).parse(await import(join(root, path)));
  return Object.fromEntries(
    Object.entries(module).flatMap(([name, value]) => {
      const action = functionSchema.safeParse(value);
      return action.success ? [[name, action.data]] : [];
    }),
  );
}

const actionFiles = globSync("app/admin/**/actions.ts", { cwd: root }).sort();
const folderOf = (path: string): string => path.split("/").slice(2, -1).join("/");

describe.each(actionFiles)("%s", async (path) => {
  const entries = actionEntries[folderOf(path)] ?? {};
  const actions = await exportsOf(path);

  it("has an entry in permission-matrix/actions.ts for every action", () => {
    expect(Object.keys(entries).sort()).toEqual(Object.keys(actions).sort());
  });

  describe.each(Object.entries(entries))("%s", (name, { isWrite, input }) => {
    /** What the action answers: `ok`, or the code of its refusal. */
    const callAs = async (member: Member | null, values: readonly unknown[]): Promise<string> => {
      request.cookie = member?.cookie ?? "";
      const result = resultSchema.parse(await actions[name]?.(...values));
      return result.ok ? "ok" : result.error.code;
    };

    it("refuses everybody but admins, writes that down and changes nothing", async () => {
      const values = input(await createThings(actor));
      expect(await callAs(null, values)).toBe("unauthenticated");
      for (const role of colleagues.filter((one) => one !== "admin")) {
        const before = await snapshot();
        expect([role, await callAs(people[role], values)]).toEqual([role, "forbidden"]);
        expect(await snapshot()).toEqual(before);
        expect((await lastAuditOf(people[role]))?.outcome).toBe("refused");
      }
    });

    it("keeps the admin of another organization away from what is not theirs", async () => {
      const values = input(await createThings(actor));
      const before = await snapshot();
      await callAs(people.stranger, values);
      expect(await snapshot()).toEqual(before);
    });

    if (isWrite)
      it("asks an admin for the password again after ten minutes", async () => {
        const values = input(await createThings(actor));
        const before = await snapshot();
        await setSignInAge(people.admin, 11 * 60_000);
        expect(await callAs(people.admin, values)).toBe("recent_sign_in_required");
        await setSignInAge(people.admin, 0);
        expect(await snapshot()).toEqual(before);
      });

    it("serves an admin", async () => {
      const answer = await callAs(people.admin, input(await createThings(actor)));
      expect(["forbidden", "unauthenticated", "recent_sign_in_required", "invalid_input"]).not.toContain(answer);
    });
  });
});

/** All rows of the organization but the log of what was tried, and when people were seen. */
async function snapshot(): Promise<Record<string, string>> {
  const { audit_entry: _log, session: _sessions, user, ...tables } = await snapshotOf(actor.organizationId);
  return { ...tables, user: (user ?? "").replaceAll(/"last_seen_at": [^,}]+/g, "") };
}

async function lastAuditOf({ person }: Member) {
  const [entry] = await db()
    .select()
    .from(auditEntry)
    .where(and(eq(auditEntry.organizationId, person.organizationId), eq(auditEntry.userId, person.userId)))
    .orderBy(desc(auditEntry.id))
    .limit(1);
  return entry;
}

const aiRooms = ["runs", "threads", "suggestions"];
const routeFiles = globSync(`app/api/{${aiRooms.join(",")}}/**/route.ts`, { cwd: root }).sort();
const verbs = ["GET", "POST", "PATCH", "PUT", "DELETE"];

describe("routes behind the AI features", async () => {
  // Some actions above turned AI off.
  beforeAll(() => updateOrganization(actor, { aiHosting: "built-in" }));

  const handlers = new Map<string, Action>();
  for (const path of routeFiles)
    for (const [verb, handler] of Object.entries(await exportsOf(path)))
      if (verbs.includes(verb)) handlers.set(`${verb} ${path.split("/").slice(2, -1).join("/")}`, handler);

  it("have an entry each in permission-matrix/ai-routes.ts", () => {
    expect(Object.keys(routeEntries).sort()).toEqual([...handlers.keys()].sort());
  });

  const ask = async (name: string, as: Member | null, about: Member): Promise<Response> => {
    const { params, body, query = "" } = routeEntries[name] ?? { params: () => ({}), body: undefined };
    const options = { method: name.split(" ")[0] ?? "", headers: { cookie: as?.cookie ?? "" } };
    const sent = createRequest(`/api/x${query}`, body === undefined ? options : { ...options, body });
    return z.instanceof(Response).parse(await handlers.get(name)?.(sent, withParams(params(about))));
  };
  /** The answer's status and nothing of a stream, which would go on. */
  const statusOf = async (response: Response): Promise<number> => {
    await response.body?.cancel();
    return response.status;
  };

  describe.each(Object.entries(routeEntries))("%s", (name, { needs }) => {
    it("asks who is there", async () => {
      expect(await statusOf(await ask(name, null, people.admin))).toBe(401);
    });

    it("serves the account types that have the permission, and no others", async () => {
      for (const role of colleagues) {
        const status = await statusOf(await ask(name, people[role], people[role]));
        const mayHaveIt = needs === null || people[role].person.permissions.has(needs);
        expect([role, status < 300]).toEqual([role, mayHaveIt]);
        if (!mayHaveIt) expect([role, status]).toEqual([role, 403]);
      }
    });

    if (name.includes("["))
      it("knows nothing of what belongs to a colleague or to another organization", async () => {
        for (const role of ["build", "stranger"] as const)
          expect([role, await statusOf(await ask(name, people[role], people.view))]).toEqual([role, 404]);
      });
  });
});

/** Which account types may start which AI task: PRODUCT.md, "Users and account types". */
const needsOfKind: Readonly<Record<(typeof runKinds)[number], Permission>> = {
  ask: "useAsk",
  edit: "useAsk",
  "explain-answer": "useAsk",
  related: "useAsk",
  "explain-chart": "explainCharts",
  "write-formula": "useFormulaAi",
  "correct-formula": "useFormulaAi",
  "explain-formula": "useFormulaAi",
};
const mayStart: Readonly<Record<keyof typeof defaultAccountTypes, readonly Permission[]>> = {
  view: ["useAsk"],
  act: ["useAsk", "explainCharts"],
  analyze: ["useAsk", "explainCharts", "useFormulaAi"],
  build: ["useAsk", "explainCharts", "useFormulaAi"],
  admin: ["useAsk", "explainCharts", "useFormulaAi"],
};

it.each(runKinds)("a run of kind %s begins for the account types that include it", async (kind) => {
  for (const role of colleagues) {
    const { person } = people[role];
    const started = createRun(person, { kind, instanceId: "test", input: {}, title: "t" }, () => [{ type: "start" }]);
    const outcome = await started.then(
      () => "started",
      (error: unknown) => z.object({ code: z.string() }).parse(error).code,
    );
    const isIncluded = role !== "nobody" && mayStart[role].includes(needsOfKind[kind]);
    expect([role, outcome]).toEqual([role, isIncluded ? "started" : "forbidden"]);
  }
});
