import { afterAll, beforeAll, expect, it } from "vitest";
import { findSources } from "#db/queries/sources";
import { findViewer } from "#lib/auth/viewer";
import { stopEngines } from "#lib/data/duckdb/engines";
import { useDatabase } from "#tests/support/database";
import { cookieOf, createRequest, withParams } from "#tests/support/request";
import { POST } from "../../../app/api/setup/route.ts";

useDatabase();

beforeAll(() => {
  process.env["ASKBOOK_SAMPLE_ROWS"] = "1000";
});

afterAll(stopEngines);

const body = { organization: "Northwind", name: "Ada", email: "ada@example.com", password: "correct horse battery" };
const post = (): Promise<Response> => POST(createRequest("/api/setup", { body }), withParams({}));

it("signs the first admin in, with the sample ready to be asked about", async () => {
  const response = await post();
  expect(response.status).toBe(201);
  expect(await response.json()).toMatchObject({
    organization: { name: "Northwind" },
    accountType: { name: "Admin" },
    sample: { ok: true },
  });
  const viewer = await findViewer(new Headers({ cookie: cookieOf(response) }));
  if (viewer === null) throw new Error("Nobody is signed in.");
  expect((await findSources(viewer)).map(({ name }) => name)).toContain("Orders");

  const again = await post();
  expect(again.status).toBe(409);
  expect(await again.json()).toEqual({
    error: { code: "set_up_closed", message: "This site is already set up. Sign in instead." },
  });
});
