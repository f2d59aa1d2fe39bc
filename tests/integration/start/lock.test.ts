import { spawnSync } from "node:child_process";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { takeLock } from "#scripts/serve/lock";

let folder = "";

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "askbook-lock-"));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe("the lock of a data folder", () => {
  it("is refused with a sentence while a server has it, and free afterwards", async () => {
    const lock = await takeLock(folder);
    await expect(takeLock(folder)).rejects.toThrow(
      `Another Askbook is using this data folder (${folder}, process ${process.pid}). Stop it first, or set ASKBOOK_DATA_DIR to another folder.`,
    );
    await lock.release();
    await (await takeLock(folder)).release();
    expect(await readdir(folder)).toEqual([]);
  });

  it("is waited for while its holder stops", async () => {
    const lock = await takeLock(folder);
    await lock.announceStop();
    const second = takeLock(folder);
    setTimeout(lock.release, 300);
    await (await second).release();
  });

  it.each([
    ["a process that is dead", () => ({ pid: spawnSync("true").pid, started: "long ago", isStopping: false })],
    ["a number that another process has now", () => ({ pid: process.pid, started: "long ago", isStopping: false })],
    ["nothing readable", () => "{"],
  ])("is taken over from %s", async (_, content) => {
    const text = content();
    await writeFile(join(folder, "lock"), typeof text === "string" ? text : JSON.stringify(text));
    await (await takeLock(folder)).release();
  });

  it("goes to one of several that find it stale at once", async () => {
    await writeFile(join(folder, "lock"), "{");
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => takeLock(folder)));
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });
});
