import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { readIfThere } from "../files.ts";
import { identifyProcess } from "../process-identity.ts";
import { getBinaries } from "./binaries.ts";
import { type Account, findAccount, giveTo, spawnAs } from "./unprivileged.ts";

export type ClusterOptions = {
  /** Holds the database's files; made when missing. */
  readonly folder: string;
  readonly password: string;
  /** Settings for the server, as `name=value`. */
  readonly settings?: readonly string[];
  /** A line of the server's log. */
  readonly onLog?: (line: string) => void;
};

export type Cluster = {
  readonly port: number;
  /** The address of a database in this cluster. */
  readonly urlOf: (database: string) => string;
  /** Resolves when the server has ended, wanted or not. */
  readonly ended: Promise<void>;
  readonly stop: () => Promise<void>;
};

const superuser = "askbook";
const startDeadlineMs = 60_000;

/** Starts the PostgreSQL of a folder on a free loopback port, stopping one that a killed start left behind. */
export async function startCluster(options: ClusterOptions, port?: number): Promise<Cluster> {
  const account = await findAccount();
  await initialise(options, account);
  await stopLeftOver(options.folder);
  return launch(options, account, port ?? (await findFreePort()));
}

/** Makes the cluster's files unless they are there. They appear all at once, so an interrupted attempt is simply repeated. */
async function initialise({ folder, password }: ClusterOptions, account: Account): Promise<void> {
  if (await isThere(join(folder, "PG_VERSION"))) return;
  const unfinished = `${folder}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { recursive: true, mode: 0o700 });
  await giveTo(account, unfinished);
  await withPasswordFile(password, account, (passwordFile) => runInitdb(unfinished, passwordFile, account));
  await rename(unfinished, folder);
}

async function withPasswordFile(
  password: string,
  account: Account,
  use: (path: string) => Promise<void>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "askbook-"));
  try {
    const path = join(folder, "password");
    await writeFile(path, `${password}\n`, { mode: 0o600 });
    await Promise.all([giveTo(account, folder), giveTo(account, path)]);
    await use(path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function runInitdb(folder: string, passwordFile: string, account: Account): Promise<void> {
  const { initdb } = await getBinaries();
  // Everything that LANG would decide otherwise is said.
  const locale = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"];
  const access = ["--auth=scram-sha-256", `--username=${superuser}`, `--pwfile=${passwordFile}`];
  const command = [initdb, `--pgdata=${folder}`, ...locale, ...access] as const;
  const child = await spawnAs(account, [initdb, folder, passwordFile], command, { env: plainEnvironment(), cwd: "/" });
  const output = collectOutput(child);
  const code = await exitCodeOf(child);
  if (code !== 0) throw new Error(`PostgreSQL could not make its files in ${folder}.\n${output().join("\n")}`);
}

async function launch(options: ClusterOptions, account: Account, port: number): Promise<Cluster> {
  const { postgres: program } = await getBinaries();
  const settings = ["listen_addresses=127.0.0.1", "unix_socket_directories=", ...(options.settings ?? [])];
  const parameters = settings.flatMap((setting) => ["-c", setting]);
  const command = [program, "-D", options.folder, "-p", String(port), ...parameters] as const;
  // In a session of its own: Ctrl-C in the terminal reaches only us, who stop it last.
  const spawnOptions: Parameters<typeof spawnAs>[3] = {
    env: plainEnvironment(),
    cwd: "/",
    detached: true,
    stdio: ["ignore", "ignore", "pipe"],
  };
  const child = await spawnAs(account, [program, options.folder], command, spawnOptions);
  const output = collectOutput(child, options.onLog);
  const ended = exitCodeOf(child).then(() => undefined);
  const urlOf = (database: string): string => clusterUrl(options.password, port, database);
  try {
    await Promise.race([untilReady(urlOf("postgres")), ended.then(failedToStart(options.folder, output))]);
  } catch (error) {
    child.kill("SIGINT");
    throw error;
  }
  return { port, urlOf, ended, stop: () => stop(child, ended) };
}

function failedToStart(folder: string, output: () => readonly string[]): () => never {
  return () => {
    throw new Error(`PostgreSQL did not start in ${folder}.\n${output().join("\n")}`);
  };
}

async function untilReady(url: string): Promise<void> {
  const deadline = Date.now() + startDeadlineMs;
  for (;;) {
    const sql = postgres(url, { max: 1, connect_timeout: 2, onnotice: () => undefined });
    try {
      await sql`select 1`;
      return;
    } catch (cause) {
      if (Date.now() > deadline) throw new Error("PostgreSQL did not become ready within a minute.", { cause });
      await new Promise((resolve) => setTimeout(resolve, 50));
    } finally {
      await sql.end({ timeout: 1 });
    }
  }
}

/** SIGINT is PostgreSQL's fast shutdown: sessions are ended, everything is written. */
async function stop(child: ChildProcess, ended: Promise<void>): Promise<void> {
  child.kill("SIGINT");
  const impatience = setTimeout(() => child.kill("SIGQUIT"), 20_000);
  await ended;
  clearTimeout(impatience);
}

/** Ends a PostgreSQL that still runs on the folder because the process that started it was killed. */
export async function stopLeftOver(folder: string): Promise<void> {
  const { pid } = (await findRunning(folder)) ?? {};
  if (pid === undefined) return;
  process.kill(pid, "SIGINT");
  const deadline = Date.now() + 20_000;
  while (await isPostgres(pid, folder)) {
    if (Date.now() > deadline) process.kill(pid, "SIGQUIT");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** The PostgreSQL that runs on the folder, by the file that it keeps there. */
export async function findRunning(folder: string): Promise<{ readonly pid: number; readonly port: number } | null> {
  const lines = (await readIfThere(join(folder, "postmaster.pid")))?.split("\n") ?? [];
  const [pid, port] = [Number(lines[0]), Number(lines[3])];
  return pid > 1 && (await isPostgres(pid, folder)) ? { pid, port } : null;
}

/** The address of a database in the cluster that listens on the port. */
export function clusterUrl(password: string, port: number, database: string): string {
  return `postgres://${superuser}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;
}

/** The number in an old file may belong to anybody by now. */
async function isPostgres(pid: number, folder: string): Promise<boolean> {
  return (await identifyProcess(pid))?.command.includes(`-D ${folder} `) ?? false;
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("No free port was found.");
  return address.port;
}

/** The variables that PostgreSQL and its clients read would change what we say on the command line. */
function plainEnvironment(): NodeJS.ProcessEnv {
  const ignored = Object.keys(process.env).filter((name) => /^(PG|LC_|LANG|TZ$)/.test(name));
  return { ...process.env, ...Object.fromEntries(ignored.map((name) => [name, undefined])), LC_ALL: "C" };
}

/** The last lines that a program wrote. */
function collectOutput(child: ChildProcess, onLine?: (line: string) => void): () => readonly string[] {
  const lines: string[] = [];
  const add = (chunk: Buffer): void => {
    for (const line of chunk.toString("utf8").split("\n").filter(Boolean)) {
      lines.push(line);
      onLine?.(line);
    }
    lines.splice(0, lines.length - 40);
  };
  child.stdout?.on("data", add);
  child.stderr?.on("data", add);
  return () => lines;
}

function exitCodeOf(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
}

async function isThere(path: string): Promise<boolean> {
  return (await readIfThere(path)) !== null;
}
