import { execFile, execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { copyFile, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const run = promisify(execFile);
const startScript = resolve("scripts/start.mjs");

/** The machine's own Node, which may be older than ours; ours when there is no other. */
const hostNode =
  (process.env["PATH"] ?? "")
    .split(delimiter)
    .filter((folder) => !folder.includes("node_modules"))
    .map((folder) => join(folder, "node"))
    .find(existsSync) ?? process.execPath;

describe("the start script, on the machine's own Node", () => {
  it("hands the task and its arguments over to Node 24", async () => {
    const { stdout } = await run(hostNode, [startScript, "askbook"]);
    expect(stdout).toContain("npm run askbook -- reset-password");
  });

  it("passes the exit code on and refuses unknown tasks", async () => {
    await expect(run(hostNode, [startScript, "askbook", "nonsense"])).rejects.toMatchObject({ code: 1 });
    await expect(run(hostNode, [startScript, "fly"])).rejects.toMatchObject({
      stderr: expect.stringContaining('There is no task "fly"'),
    });
  });
});

describe("the start script, in a fresh clone", () => {
  let clone = "";

  beforeAll(async () => {
    clone = await mkdtemp(join(tmpdir(), "askbook-clone-"));
    await mkdir(join(clone, "scripts"));
    await copyFile(startScript, join(clone, "scripts", "start.mjs"));
    await writeFile(join(clone, "scripts", "check.ts"), "console.log('checked on', process.version, process.argv[2]);");
    await packTiny("1.0.0");
    await lockTiny("1.0.0");
  });

  afterAll(async () => {
    await rm(clone, { recursive: true, force: true });
  });

  const start = async (): Promise<string> =>
    (await run(process.execPath, [join(clone, "scripts", "start.mjs"), "check", "all"])).stdout;

  it("installs the packages, once", async () => {
    const first = await start();
    expect(first).toContain("Installing the packages");
    expect(first).toContain(`checked on ${process.version} all`);
    expect(await start()).toBe(`checked on ${process.version} all\n`);
  });

  it("installs again when the lockfile changed, and says when that fails", async () => {
    await lockTiny("1.0.1");
    await expect(start()).rejects.toMatchObject({ stderr: expect.stringContaining("could not be installed") });
    await packTiny("1.0.1");
    expect(await start()).toContain("Packages installed");
  });

  async function packTiny(version: string): Promise<void> {
    await mkdir(join(clone, "package"), { recursive: true });
    await writeFile(join(clone, "package", "package.json"), JSON.stringify({ name: "tiny", version }));
    execFileSync("tar", ["czf", `tiny-${version}.tgz`, "package"], { cwd: clone });
  }

  async function lockTiny(version: string): Promise<void> {
    const dependencies = { tiny: `file:tiny-${version}.tgz` };
    const project = { name: "clone", version: "1.0.0", dependencies };
    const packages = { "": project, "node_modules/tiny": { version, resolved: dependencies.tiny } };
    const lockfile = { name: "clone", version: "1.0.0", lockfileVersion: 3, requires: true, packages };
    await writeFile(join(clone, "package.json"), JSON.stringify(project));
    await writeFile(join(clone, "package-lock.json"), JSON.stringify(lockfile));
  }
});
