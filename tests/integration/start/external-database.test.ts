import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { databaseUrl, onServer } from "#tests/support/database";

/** Two servers on one empty PostgreSQL of somebody else's and one data folder, started at the same moment. */

type Instance = { readonly child: ChildProcess; readonly origin: string };

const program = fileURLToPath(new URL("../../support/instance.ts", import.meta.url));
const database = `external_${randomBytes(6).toString("hex")}`;
let dataFolder = "";
let instances: readonly Instance[] = [];

beforeAll(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), "askbook-external-"));
  await onServer((sql) => sql`create database ${sql(database)}`);
  instances = await Promise.all(["left", "right"].map(startInstance));
});

afterAll(async () => {
  for (const { child } of instances) {
    child.kill("SIGKILL");
    await once(child, "close");
  }
  await onServer((sql) => sql`drop database if exists ${sql(database)} with (force)`);
  await rm(dataFolder, { recursive: true, force: true });
});

async function startInstance(name: string): Promise<Instance> {
  const child = spawn(
    process.execPath,
    ["--conditions=react-server", "--disable-warning=ExperimentalWarning", program],
    {
      stdio: ["ignore", "pipe", "inherit"],
      env: {
        ...process.env,
        DATABASE_URL: databaseUrl(database),
        ASKBOOK_DATA_DIR: dataFolder,
        ASKBOOK_INSTANCE_ID: name,
        ASKBOOK_SAMPLE_ROWS: "1000",
        ASKBOOK_LOG_LEVEL: "error",
      },
    },
  );
  const [port] = await Promise.race([once(child.stdout, "data"), once(child, "close").then(() => [""])]);
  if (Number(port) > 0) return { child, origin: `http://127.0.0.1:${Number(port)}` };
  throw new Error("The instance did not start.");
}

function ask(index: number, path: string, { body, cookie = "" }: { body?: unknown; cookie?: string } = {}) {
  const origin = instances[index]?.origin ?? "";
  const headers = { origin, cookie, "content-type": "application/json" };
  return fetch(
    `${origin}${path}`,
    body === undefined ? { headers } : { method: "POST", headers, body: JSON.stringify(body) },
  );
}

it("migrates it, serves, and takes no lock of the folder", async () => {
  for (const index of [0, 1]) {
    expect(await (await ask(index, "/healthz")).json()).toEqual({ status: "ok" });
    expect(await (await ask(index, "/readyz")).json()).toEqual({ status: "ready" });
  }
  const files = await readdir(dataFolder);
  expect(files.filter((file) => file === "lock" || file === "postgres")).toEqual([]);
});

it("shows in one instance what was changed in the other", async () => {
  const body = { organization: "Northwind", name: "Ada", email: "ada@example.com", password: "correct horse battery" };
  const created = await ask(0, "/api/setup", { body });
  expect(created.status).toBe(201);
  const cookie = created.headers.getSetCookie()[0]?.split(";")[0] ?? "";

  const listed = await ask(1, "/api/sources", { cookie });
  expect(listed.status).toBe(200);
  expect(JSON.stringify(await listed.json())).toContain('"Orders"');
  expect((await ask(1, "/api/setup", { body })).status).toBe(409);

  expect((await ask(1, "/api/sign-out", { body: {}, cookie })).ok).toBe(true);
  expect((await ask(0, "/api/sources", { cookie })).status).toBe(401);
});
