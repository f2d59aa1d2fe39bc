import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { findViewer } from "#lib/auth/viewer";
import { stopEngines } from "#lib/data/duckdb/engines";
import { useDatabase } from "#tests/support/database";
import { cookieOf, createRequest, withParams } from "#tests/support/request";
import { POST } from "../../../app/api/setup/route.ts";

useDatabase();

beforeAll(async () => {
  // A file stands where the folder of the sources should be.
  await writeFile(join(process.env["ASKBOOK_DATA_DIR"] ?? "", "sources"), "");
  process.env["ASKBOOK_SAMPLE_ROWS"] = "1000";
  process.env["ASKBOOK_LOG_LEVEL"] = "silent";
});

afterAll(stopEngines);

it("holds when the sample data cannot be made, and says so", async () => {
  const body = { organization: "Northwind", name: "Ada", email: "ada@example.com", password: "correct horse battery" };
  const response = await POST(createRequest("/api/setup", { body }), withParams({}));
  expect(response.status).toBe(201);
  expect(await response.json()).toMatchObject({
    sample: { ok: false, message: expect.stringContaining("Upload a file to begin.") },
  });
  expect(await findViewer(new Headers({ cookie: cookieOf(response) }))).toMatchObject({ name: "Ada" });
});
