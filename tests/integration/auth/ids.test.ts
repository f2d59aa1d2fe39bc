import { globSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { stopEngines } from "#lib/data/duckdb/engines";
import { useDatabase } from "#tests/support/database";
import { cookieOf, createRequest, withParams } from "#tests/support/request";
import { POST as setUp } from "../../../app/api/setup/route.ts";

useDatabase();

let cookie = "";

beforeAll(async () => {
  process.env["ASKBOOK_SAMPLE_ROWS"] = "1000";
  const body = { organization: "Northwind", name: "Ada", email: "ada@example.com", password: "correct horse battery" };
  cookie = cookieOf(await setUp(createRequest("/api/setup", { body }), withParams({})));
});

afterAll(stopEngines);

type Handler = (
  request: Request,
  context: { params: Promise<Record<string, string> | undefined> },
) => Promise<Response>;
const moduleSchema = z.record(
  z.string(),
  z.custom<Handler>((value) => typeof value === "function").or(z.unknown().transform(() => null)),
);

const root = join(import.meta.dirname, "../../..");
const paths = globSync("app/api/**/route.ts", { cwd: root }).filter((path) => path.includes("["));

it("is not asked of an address without one, for which Next has no params", async () => {
  const handlers = moduleSchema.parse(await import(join(root, "app/api/threads/route.ts")));
  const response = await handlers["GET"]?.(
    createRequest("/api/threads", { headers: { cookie } }),
    withParams(undefined),
  );
  expect(response?.status).toBe(200);
});

describe("an address with something that is no id", () => {
  it("is looked for in every route that takes one", () => {
    expect(paths.length).toBeGreaterThanOrEqual(13);
  });
  it.each(paths)("%s answers 404 in JSON", async (path) => {
    const names = [...path.matchAll(/\[(\w+)\]/g)].flatMap(([, name]) => name ?? []);
    const handlers = moduleSchema.parse(await import(join(root, path)));
    for (const method of ["GET", "POST", "PATCH", "DELETE"]) {
      const handler = handlers[method];
      if (typeof handler !== "function") continue;
      for (const id of ["x", "not-a-uuid", "1' or '1'='1", "%00"]) {
        const body = method === "POST" || method === "PATCH" ? { body: {} } : {};
        const request = createRequest("/api/anything", { method, headers: { cookie }, ...body });
        const response = await handler(request, withParams(Object.fromEntries(names.map((name) => [name, id]))));
        expect([method, id, response.status]).toEqual([method, id, 404]);
        expect(await response.json()).toMatchObject({ error: { code: "not_found" } });
      }
    }
  });
});
