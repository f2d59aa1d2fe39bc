import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "@playwright/test";
import { admin, cookieOf, postJson, setUp, signIn } from "./support/api.ts";
import { type RunningServer, removeServer, type ServerOptions, startServer } from "./support/server.ts";

const run = promisify(execFile);
const environment = { ASKBOOK_SAMPLE_ROWS: "1000" };

const started: RunningServer[] = [];

async function start(options: ServerOptions): Promise<RunningServer> {
  const server = await startServer(options);
  started.push(server);
  return server;
}

/** Several may stand on one folder: all are stopped before any is removed. */
test.afterEach(async () => {
  const servers = started.splice(0);
  for (const server of servers) await server.stop();
  for (const server of servers) await removeServer(server);
});

test.describe("npm start", () => {
  test("skips what is done at a second start, and stops without leaving anything behind", async () => {
    const first = await start({ environment });
    expect((await fetch(`${first.url}/readyz`)).status).toBe(200);
    await setUp(first.url);
    const processes = await findDescendants(first.process.pid ?? 0);
    expect(processes.map(({ command }) => command).join("\n")).toMatch(
      /engine-process[\s\S]*postgres|postgres[\s\S]*engine-process/,
    );
    await first.stop();
    const left = (await findDescendants(1)).filter(({ command }) => !command.endsWith("<defunct>"));
    expect(left.filter(({ pid }) => processes.some((process) => process.pid === pid))).toEqual([]);
    expect(first.output()).toContain("Stopping.");
    expect(first.process.exitCode).toBe(0);
    for (const trace of ["lock", "postgres/postmaster.pid"])
      expect(existsSync(join(first.dataFolder, trace)), trace).toBe(false);
    await expect(fetch(`${first.url}/healthz`)).rejects.toThrow();

    const second = await start({ dataFolder: first.dataFolder, environment });
    expect(second.output()).not.toMatch(/install|build/i);
    expect(second.output()).toContain("Askbook is ready: http://localhost:");
  });

  test("refuses a second server on the same data folder, with a sentence", async () => {
    const server = await start({ environment });
    const second = run(process.execPath, ["scripts/start.mjs", "serve"], {
      env: { ...process.env, ASKBOOK_DATA_DIR: server.dataFolder, PORT: "0" },
    });
    await expect(second).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining("Another Askbook is using this data folder"),
    });
  });

  test("opens again after it was killed, with everything that it had acknowledged", async () => {
    const server = await start({ environment });
    const cookie = await setUp(server.url);
    await server.stop("SIGKILL");
    const again = await start({ dataFolder: server.dataFolder, environment });
    const session = await fetch(`${again.url}/api/session`, { headers: { cookie } });
    expect(await session.json()).toMatchObject({ user: { email: admin.email }, accountType: { name: "Admin" } });
    expect(await signIn(again.url, admin.email, admin.password)).toContain("askbook=");
    const closed = await postJson(again.url, "/api/setup", admin);
    expect(closed.status).toBe(409);
  });

  test("asks for the one-time code when it listens on a network", async () => {
    const server = await start({ environment: { ...environment, HOST: "0.0.0.0" } });
    const [, code] = /one-time code in the browser: (\w+)/.exec(server.output()) ?? [];
    expect(code).toBeTruthy();
    const without = await postJson(server.url, "/api/setup", admin);
    expect(await without.json()).toMatchObject({ error: { code: "forbidden", field: "code" } });
    const response = await postJson(server.url, "/api/setup", { ...admin, code });
    expect(response.status).toBe(201);
    expect(cookieOf(response)).toContain("askbook=");
  });
});

type RunningProcess = { readonly pid: number; readonly parent: number; readonly command: string };

/** Every process below the one with this number. */
async function findDescendants(root: number): Promise<RunningProcess[]> {
  const { stdout } = await run("ps", ["-eo", "pid=,ppid=,args="]);
  const all = stdout
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .map(([pid, parent, ...command]) => ({ pid: Number(pid), parent: Number(parent), command: command.join(" ") }));
  const below = (parent: number): RunningProcess[] =>
    all.filter((candidate) => candidate.parent === parent).flatMap((child) => [child, ...below(child.pid)]);
  return below(root);
}
