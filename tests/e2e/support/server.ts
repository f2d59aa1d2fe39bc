import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

export type RunningServer = {
  readonly url: string;
  readonly dataFolder: string;
  readonly process: ChildProcess;
  /** What it printed so far. */
  output(): string;
  /** Ends it by a signal and waits; with `SIGKILL` as a crash would. */
  stop(signal?: NodeJS.Signals): Promise<void>;
};

export type ServerOptions = {
  readonly dataFolder?: string;
  readonly port?: number;
  readonly environment?: Readonly<Record<string, string>>;
};

/** Starts the product as `npm start` does, on a data folder of its own, and waits until it serves. */
export async function startServer(options: ServerOptions = {}): Promise<RunningServer> {
  const dataFolder = options.dataFolder ?? (await mkdtemp(join(tmpdir(), "askbook-e2e-")));
  const port = options.port ?? (await findFreePort());
  const url = `http://127.0.0.1:${port}`;
  let output = "";
  const child = spawn(process.execPath, ["scripts/start.mjs", "serve"], {
    env: { ...process.env, ...options.environment, PORT: String(port), ASKBOOK_DATA_DIR: dataFolder },
    stdio: ["ignore", "pipe", "pipe"],
  });
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const stop = async (signal: NodeJS.Signals = "SIGTERM"): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill(signal);
    await ended;
  };
  await untilServing(url, child, () => output);
  return { url, dataFolder, process: child, output: () => output, stop };
}

export async function removeServer(server: RunningServer): Promise<void> {
  await server.stop();
  await rm(server.dataFolder, { recursive: true, force: true });
}

async function untilServing(url: string, child: ChildProcess, output: () => string): Promise<void> {
  const deadline = Date.now() + 180_000;
  while (Date.now() < deadline) {
    if (child.exitCode !== null)
      throw new Error(`The server ended with ${child.exitCode} before it served:\n${output()}`);
    const response = await fetch(`${url}/healthz`).catch(() => null);
    if (response?.status === 200) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  child.kill("SIGKILL");
  throw new Error(`The server did not serve within three minutes:\n${output()}`);
}

export function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === "object" && address !== null ? resolve(address.port) : reject(new Error("no port")),
      );
    });
  });
}
