import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { hasCode, readIfThere } from "../files.ts";

const inputs = [
  "app",
  "components",
  "db",
  "lib",
  "public",
  "instrumentation.ts",
  "next.config.ts",
  "package-lock.json",
  "package.json",
  "postcss.config.mjs",
  "proxy.ts",
  "tsconfig.json",
];
const stampPath = join(".next", "askbook-build");

/** Builds the application when its sources changed since the last build. Returns whether it had to. */
export async function buildIfChanged(say: (text: string) => void, stopping?: AbortSignal): Promise<boolean> {
  const hash = await hashOfInputs();
  if ((await readIfThere(stampPath)) === hash) return false;
  const started = Date.now();
  say("Building the application. This takes about a minute.");
  const seconds = (): string => `${Math.round((Date.now() - started) / 1000)} s`;
  const progress = setInterval(() => say(`Still building, ${seconds()} so far.`), 15_000);
  const { code, output } = await runBuild(hash, stopping).finally(() => clearInterval(progress));
  if (code !== 0) throw new Error(`${output}\nThe application could not be built.`);
  await writeFile(stampPath, hash);
  say(`Built in ${seconds()}.`);
  return true;
}

async function runBuild(
  hash: string,
  stopping?: AbortSignal,
): Promise<{ readonly code: number | null; readonly output: string }> {
  const next = join("node_modules", "next", "dist", "bin", "next");
  const child = spawn(process.execPath, [next, "build"], {
    stdio: ["ignore", "pipe", "pipe"],
    ...(stopping === undefined ? {} : { signal: stopping }),
    env: {
      ...process.env,
      NODE_ENV: "production",
      NEXT_TELEMETRY_DISABLED: "1",
      // Actions are named after it: builds of the same sources on several machines agree. When serving, a secret takes its place.
      NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: Buffer.from(hash, "hex").toString("base64"),
    },
  });
  const chunks: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => chunks.push(chunk));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  return { code, output: Buffer.concat(chunks).toString("utf8").trim() };
}

async function hashOfInputs(): Promise<string> {
  const hash = createHash("sha256").update(process.version);
  const paths = (await Promise.all(inputs.map(findFiles))).flat().sort();
  const contents = await Promise.all(paths.map((path) => readFile(path)));
  for (const [index, path] of paths.entries()) hash.update(`\0${path}\0`).update(contents[index] ?? "");
  return hash.digest("hex");
}

/** The files under a path; none when it is not there. */
async function findFiles(path: string): Promise<string[]> {
  try {
    const entries = await readdir(path, { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  } catch (error) {
    if (hasCode(error, "ENOTDIR")) return [path];
    if (hasCode(error, "ENOENT")) return [];
    throw error;
  }
}
