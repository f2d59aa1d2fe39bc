import { randomUUID } from "node:crypto";
import { link, mkdir, rename, rm, rmdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { hasCode, readIfThere } from "../files.ts";
import { identifyProcess } from "../process-identity.ts";

const holderSchema = z.object({ pid: z.number().int(), started: z.string(), isStopping: z.boolean() });
type Holder = z.infer<typeof holderSchema>;

export type Lock = {
  /** Tells a next start that waiting is worth while. */
  readonly announceStop: () => Promise<void>;
  readonly release: () => Promise<void>;
};

/** A data folder serves one server at a time. */
export class FolderInUseError extends Error {
  override readonly name = "FolderInUseError";
}

const patienceMs = 20_000;

/** Takes the data folder. A holder that is about to end is waited for; one that was killed is replaced. Throws `FolderInUseError`. */
export async function takeLock(dataFolder: string): Promise<Lock> {
  const path = join(dataFolder, "lock");
  const self = await describeSelf();
  const deadline = Date.now() + patienceMs;
  while (!(await tryToCreate(path, self))) {
    const text = await readIfThere(path);
    if (text === null) continue;
    const holder = await findHolder(text);
    if (holder === null) await removeStale(path, text);
    else if (holder.isStopping && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 100));
    else throw new FolderInUseError(inUse(dataFolder, holder.pid));
  }
  return {
    announceStop: () => replace(path, { ...self, isStopping: true }),
    release: () => rm(path, { force: true }),
  };
}

function inUse(dataFolder: string, pid: number): string {
  return `Another Askbook is using this data folder (${dataFolder}, process ${pid}). Stop it first, or set ASKBOOK_DATA_DIR to another folder.`;
}

async function describeSelf(): Promise<Holder> {
  const identity = await identifyProcess(process.pid);
  return { pid: process.pid, started: identity?.started ?? "", isStopping: false };
}

/** The file appears with its content or not at all. */
async function tryToCreate(path: string, holder: Holder): Promise<boolean> {
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, JSON.stringify(holder));
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if (hasCode(error, "EEXIST")) return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

async function replace(path: string, holder: Holder): Promise<void> {
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, JSON.stringify(holder));
  await rename(draft, path);
}

/** Removes the dead holder's file. One process at a time does it, so that nobody removes what a quicker one just made. */
async function removeStale(path: string, stale: string): Promise<void> {
  const turn = `${path}.removal`;
  try {
    await mkdir(turn);
  } catch (error) {
    if (!hasCode(error, "EEXIST")) throw error;
    await leaveOldTurn(turn);
    return;
  }
  if ((await readIfThere(path)) === stale) await rm(path, { force: true });
  await rmdir(turn);
}

/** Somebody else's turn takes moments; one that lasts was left by a process that was killed. */
async function leaveOldTurn(turn: string): Promise<void> {
  const age = await stat(turn).then(
    ({ mtimeMs }) => Date.now() - mtimeMs,
    () => 0,
  );
  if (age > 5_000) await rm(turn, { recursive: true, force: true });
  else await new Promise((resolve) => setTimeout(resolve, 20));
}

/** The living holder that the file names. */
async function findHolder(text: string): Promise<Holder | null> {
  const parsed = holderSchema.safeParse(parseJson(text));
  if (!parsed.success) return null;
  const identity = await identifyProcess(parsed.data.pid);
  return identity !== null && identity.started === parsed.data.started ? parsed.data : null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
