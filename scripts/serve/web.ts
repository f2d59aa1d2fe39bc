import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { z } from "zod";

/** What the web server process reports to the one that started it. */
export const webMessageSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("serving"), port: z.number().int() }),
  z.object({ kind: z.literal("failed"), reason: z.string() }),
]);
export type WebMessage = z.infer<typeof webMessageSchema>;

export type WebServer = {
  readonly port: number;
  /** Rejects when the process ended unasked. */
  readonly failed: Promise<never>;
  readonly stop: () => Promise<void>;
};

export type WebOptions = {
  readonly mode: "production" | "development";
  readonly host: string;
  readonly port: number;
  readonly environment: Readonly<Record<string, string | undefined>>;
};

const stopDeadlineMs = 25_000;

/** Starts Next in a process of its own and waits until it serves. */
export async function startWebServer({ mode, host, port, environment }: WebOptions): Promise<WebServer> {
  const script = fileURLToPath(new URL("./web-server.ts", import.meta.url));
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", script, host, String(port)], {
    // In a session of its own: Ctrl-C in the terminal reaches only us, who stop it in order.
    detached: true,
    stdio: ["ignore", "inherit", "inherit", "ipc"],
    env: { ...process.env, ...environment, NODE_ENV: mode, NEXT_TELEMETRY_DISABLED: "1" },
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  let isStopping = false;
  const failed = ended.then((): Promise<never> => {
    if (isStopping) return new Promise(() => undefined);
    throw new Error("The web server ended unexpectedly.");
  });
  const stop = async (): Promise<void> => {
    isStopping = true;
    await stopChild(child, ended);
  };
  try {
    return { port: await Promise.race([untilServing(child), failed]), failed, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function stopChild(child: ChildProcess, ended: Promise<void>): Promise<void> {
  child.kill("SIGTERM");
  const impatience = setTimeout(() => child.kill("SIGKILL"), stopDeadlineMs);
  await ended;
  clearTimeout(impatience);
}

function untilServing(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.on("message", (value) => {
      const message = webMessageSchema.safeParse(value).data;
      if (message?.kind === "serving") resolve(message.port);
      if (message?.kind === "failed") reject(new Error(message.reason));
    });
  });
}
