import { randomInt } from "node:crypto";
import { existsSync } from "node:fs";
import { chmod, mkdir } from "node:fs/promises";
import { hostname } from "node:os";
import { resolve } from "node:path";
import { closeDatabase } from "#db/client";
import { isSetUp } from "#db/queries/sign-in";
import { describeAddresses } from "./addresses.ts";
import { buildIfChanged } from "./build.ts";
import { isExternal, startDatabase } from "./database.ts";
import { takeLock } from "./lock.ts";
import { readPort, requireFreePort } from "./port.ts";
import { getSecret } from "./secret.ts";
import { startWebServer } from "./web.ts";

export type Mode = "production" | "development";

/** Starts everything in order, serves until it is told to stop, and stops everything in the opposite order. */
export async function serve(mode: Mode): Promise<void> {
  if (existsSync(".env")) process.loadEnvFile();
  const stopping = stopOnSignals();
  const undo: (() => Promise<void>)[] = [];
  try {
    await startAndWatch(mode, undo, stopping);
  } catch (error) {
    if (stopping.aborted) say("Stopping.");
    else fail(error);
  }
  for (const step of undo.reverse()) await step().catch(fail);
  process.exit();
}

/** Never resolves; rejects when it is told to stop, and when something ended that must run. */
async function startAndWatch(mode: Mode, undo: (() => Promise<void>)[], stopping: AbortSignal): Promise<never> {
  const dataFolder = resolve(process.env["ASKBOOK_DATA_DIR"] ?? ".askbook");
  await makeDataFolder(dataFolder);
  const host = mode === "production" ? (process.env["HOST"] ?? "127.0.0.1") : "127.0.0.1";
  const port = readPort();
  const lock = isExternal() ? null : await takeLock(dataFolder);
  if (lock !== null) undo.push(lock.release);
  await requireFreePort(host, port);
  if (mode === "production") await buildIfChanged(say, stopping);
  stopping.throwIfAborted();
  const instanceId = nameInstance();
  const database = await startDatabase(dataFolder, say);
  undo.push(database.stop);
  stopping.throwIfAborted();
  const environment = {
    DATABASE_URL: database.url,
    ASKBOOK_DATA_DIR: dataFolder,
    ASKBOOK_INSTANCE_ID: instanceId,
    NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: await getActionsKey(dataFolder),
  };
  Object.assign(process.env, environment);
  const code = await createSetUpCode(host);
  const web = await startWebServer({ mode, host, port, environment: { ASKBOOK_SETUP_CODE: code } });
  undo.push(web.stop);
  if (lock !== null) undo.push(lock.announceStop);
  say(`Askbook is ready: ${describeAddresses(host, web.port).join(" · ")}`);
  if (code !== undefined) say(`To set it up, enter this one-time code in the browser: ${code}`);
  stopping.throwIfAborted();
  return Promise.race([database.failed, web.failed, rejectWhenAborted(stopping)]);
}

/** Several servers may share an external database, each under a name of its own. */
function nameInstance(): string {
  return process.env["ASKBOOK_INSTANCE_ID"] ?? (isExternal() ? `${hostname()}-${process.pid}` : "single");
}

/** The same for all servers on one data folder: what one of them rendered can be sent to another. */
async function getActionsKey(dataFolder: string): Promise<string> {
  const given = process.env["NEXT_SERVER_ACTIONS_ENCRYPTION_KEY"];
  if (given !== undefined && given !== "") return given;
  return Buffer.from(await getSecret(dataFolder, "server-actions-key"), "base64url").toString("base64");
}

/** Others may pass through, because PostgreSQL runs as another user when we are root, but not look. */
async function makeDataFolder(dataFolder: string): Promise<void> {
  await mkdir(dataFolder, { recursive: true });
  await chmod(dataFolder, process.getuid?.() === 0 ? 0o711 : 0o700);
}

/** Asked for when others on the network could be quicker to set the site up. Undefined when there is nothing to guard. */
async function createSetUpCode(host: string): Promise<string | undefined> {
  if (process.env["HOST"] === undefined || host !== process.env["HOST"]) return undefined;
  const isClosed = await isSetUp().finally(closeDatabase);
  // Letters and digits that cannot be taken for each other.
  const alphabet = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
  return isClosed ? undefined : Array.from({ length: 10 }, () => alphabet.charAt(randomInt(alphabet.length))).join("");
}

function stopOnSignals(): AbortSignal {
  const stopping = new AbortController();
  const stop = (): void => stopping.abort();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, stop);
  // The process that started us is gone.
  if (process.connected) process.on("disconnect", stop);
  return stopping.signal;
}

function rejectWhenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason), { once: true }));
}

function say(text: string): void {
  console.log(text);
}

function fail(error: unknown): void {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
