import "server-only";
import { fork } from "node:child_process";
import { join } from "node:path";
import { log } from "#lib/log";
import { type EngineRequest, type EngineResponse, responseSchema } from "./protocol.ts";
import { getResidentMemory } from "./resident-memory.ts";

export type ChildLimits = {
  /** What the engine may use by its own accounting; a quarter more and 512 MB for the rest of the process before it is killed. */
  readonly memoryMegabytes: number;
  readonly threads: number;
  readonly temporaryFolder: string;
};

export type ChildEnd = "exited" | "killed" | "out-of-memory";

export type EngineChild = {
  readonly pid: number;
  send(request: EngineRequest): void;
  /** SIGKILL: whatever it does, it ends now. */
  kill(): void;
};

const watchEveryMs = 250;

/** Starts an engine process. `onEnd` is called once, when it is gone. */
export function forkEngine(
  limits: ChildLimits,
  onResponse: (response: EngineResponse) => void,
  onEnd: (end: ChildEnd) => void,
): EngineChild {
  const program = join(process.cwd(), "lib", "data", "duckdb", "engine-process.ts");
  const child = fork(/* turbopackIgnore: true */ program, [], {
    execArgv: ["--conditions=react-server", "--disable-warning=ExperimentalWarning"],
    // Nothing of the server's environment: it holds secrets that an engine has no use for.
    env: {
      NODE_ENV: process.env.NODE_ENV,
      TZ: "UTC",
      UV_THREADPOOL_SIZE: "16",
      ENGINE_MEMORY_MB: String(limits.memoryMegabytes),
      ENGINE_THREADS: String(limits.threads),
      ENGINE_TEMPORARY_FOLDER: limits.temporaryFolder,
    },
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const pid = child.pid ?? 0;
  let end: ChildEnd = "exited";
  const kill = (reason: ChildEnd): void => {
    end = reason;
    child.kill("SIGKILL");
  };
  const watch = setInterval(() => void killWhenTooLarge(pid, limits, () => kill("out-of-memory")), watchEveryMs);
  const ended = once(() => {
    clearInterval(watch);
    onEnd(end);
  });
  child.on("message", (message) => {
    const response = responseSchema.safeParse(message);
    if (response.success) return onResponse(response.data);
    log().error({ pid }, "the engine process said something that cannot be understood and is killed");
    kill("killed");
  });
  child.on("exit", ended);
  child.on("error", (error) => {
    log().error({ err: error }, "the engine process failed");
    ended();
  });
  child.unref();
  child.channel?.unref();
  watch.unref();
  return {
    pid,
    send: (request) => {
      // A process that is already gone is told of by its exit.
      if (child.connected) child.send(request, () => undefined);
    },
    kill: () => kill("killed"),
  };
}

async function killWhenTooLarge(pid: number, limits: ChildLimits, kill: () => void): Promise<void> {
  const bytes = await getResidentMemory(pid);
  const allowed = (limits.memoryMegabytes * 1.25 + 512) * 1024 * 1024;
  if (bytes === null || bytes <= allowed) return;
  log().warn({ pid, bytes, allowed }, "the engine process holds too much memory and is killed");
  kill();
}

function once(action: () => void): () => void {
  let isDone = false;
  return () => {
    if (isDone) return;
    isDone = true;
    action();
  };
}
