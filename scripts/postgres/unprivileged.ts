import { type ChildProcess, execFile, type SpawnOptions, spawn } from "node:child_process";
import { chown, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Who runs PostgreSQL, which refuses to run as root. Null: whoever we are. */
export type Account = { readonly uid: number; readonly gid: number } | null;

export async function findAccount(): Promise<Account> {
  if (process.getuid?.() !== 0) return null;
  // PostgreSQL looks its user up by number, so it must be one that the system knows.
  for (const name of ["postgres", "nobody"]) {
    const account = await lookUp(name);
    if (account !== null) return account;
  }
  throw new Error("PostgreSQL cannot run as root, and there is no user postgres or nobody to run it as.");
}

async function lookUp(name: string): Promise<Account> {
  try {
    const [uid, gid] = await Promise.all([run("id", ["-u", name]), run("id", ["-g", name])]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    return null;
  }
}

export async function giveTo(account: Account, path: string): Promise<void> {
  if (account !== null) await chown(path, account.uid, account.gid);
}

/** Starts a program as the account, able to reach `paths` wherever root keeps them. */
export async function spawnAs(
  account: Account,
  paths: readonly string[],
  [program, ...parameters]: readonly [string, ...string[]],
  options: SpawnOptions,
): Promise<ChildProcess> {
  if (account === null) return spawn(program, parameters, options);
  const reachable = await Promise.all(paths.map((path) => canReach(account, path)));
  if (reachable.every(Boolean)) return spawn(program, parameters, { ...options, ...account });
  // A folder above is closed to others, as /root is: the one capability that opens it goes along.
  const identity = [`--reuid=${account.uid}`, `--regid=${account.gid}`, "--clear-groups"];
  const capability = ["--inh-caps=+dac_override", "--ambient-caps=+dac_override"];
  return spawn("setpriv", [...identity, ...capability, "--", program, ...parameters], options);
}

/** Whether every folder above the path lets the account through. */
async function canReach(account: NonNullable<Account>, path: string): Promise<boolean> {
  const folder = dirname(resolve(path));
  const { uid, gid, mode } = await stat(folder);
  const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
  if ((mode & bit) === 0) return false;
  return folder === dirname(folder) || canReach(account, folder);
}
