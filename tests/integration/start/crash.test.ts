import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import postgres from "postgres";
import { afterAll, beforeAll, expect, it } from "vitest";
import { identifyProcess } from "#scripts/process-identity";
import { startDatabase } from "#scripts/serve/database";
import { takeLock } from "#scripts/serve/lock";

const writer = fileURLToPath(new URL("../../support/writer.ts", import.meta.url));
let dataFolder = "";

beforeAll(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), "askbook-crash-"));
  delete process.env["DATABASE_URL"];
});

afterAll(async () => {
  await rm(dataFolder, { recursive: true, force: true });
});

it("loses nothing acknowledged when the server is killed in mid-write, three times", { timeout: 120_000 }, async () => {
  const acknowledged: number[] = [];
  for (const round of [1, 2, 3]) {
    acknowledged.push(...(await writeUntilKilled(round * 1_000_000, 300 * round)));
    // Killed without notice, it leaves its PostgreSQL running.
    expect(await identifyProcess(await readPostmasterPid())).not.toBeNull();
    const lock = await takeLock(dataFolder);
    const database = await startDatabase(dataFolder, () => undefined);
    expect(await findMissing(database.url, acknowledged)).toEqual([]);
    await database.stop();
    await lock.release();
  }
  expect(acknowledged.length).toBeGreaterThan(500);
});

/** What was acknowledged before the kill. */
async function writeUntilKilled(first: number, wanted: number): Promise<number[]> {
  const child = spawn(process.execPath, ["--conditions=react-server", writer, dataFolder, String(first)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  const enough = new Promise<void>((resolve) => {
    child.stdout.on("data", (chunk: Buffer) => {
      output += chunk.toString();
      if (output.split("\n").length > wanted) resolve();
    });
  });
  const closed = once(child, "close");
  await Promise.race([enough, closed]);
  child.kill("SIGKILL");
  await closed;
  // The last line may have been cut.
  return output.split("\n").slice(0, -1).map(Number);
}

async function readPostmasterPid(): Promise<number> {
  return Number((await readFile(join(dataFolder, "postgres", "postmaster.pid"), "utf8")).split("\n")[0]);
}

async function findMissing(url: string, numbers: readonly number[]): Promise<number[]> {
  const sql = postgres(url, { max: 1 });
  const rows = await sql<{ number: number }[]>`select number from written`;
  await sql.end();
  const stored = new Set(rows.map(({ number }) => number));
  return numbers.filter((number) => !stored.has(number));
}
