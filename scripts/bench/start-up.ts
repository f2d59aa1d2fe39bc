import { spawn } from "node:child_process";
import { once } from "node:events";
import { findFreePort, removeServer, startServer } from "#tests/e2e/support/server";
import { compareInTurn, type Measurement } from "./rounds.ts";

/** A second `npm start` on a data folder that is set up, to the first 200, against Next alone serving the same build. */
export async function measureStartUp(rounds: number): Promise<Measurement> {
  const first = await startServer({ environment: { ASKBOOK_SAMPLE_ROWS: "1000" } });
  await first.stop();
  const again = async (): Promise<number> => {
    const started = performance.now();
    const server = await startServer({ dataFolder: first.dataFolder });
    const elapsed = performance.now() - started;
    await server.stop();
    return elapsed;
  };
  const measurement = await compareInTurn(
    "second start",
    rounds,
    { name: "next start alone", run: startNextAlone },
    again,
  );
  await removeServer(first);
  return measurement;
}

async function startNextAlone(): Promise<number> {
  const port = await findFreePort();
  const started = performance.now();
  const child = spawn(
    process.execPath,
    ["node_modules/next/dist/bin/next", "start", "-H", "127.0.0.1", "-p", String(port)],
    {
      env: { ...process.env, DATABASE_URL: "postgres://nobody@127.0.0.1:1/none" },
      stdio: "ignore",
    },
  );
  while ((await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => null)) === null)
    await new Promise((resolve) => setTimeout(resolve, 20));
  const elapsed = performance.now() - started;
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  await ended;
  return elapsed;
}
