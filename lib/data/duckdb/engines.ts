import "server-only";
import { availableParallelism, totalmem } from "node:os";
import { join, resolve } from "node:path";
import { env } from "#lib/env";
import { Engine, type EngineOptions } from "./engine.ts";

declare global {
  var askbookEngines: { readonly queries: Engine; readonly builder: Engine } | undefined;
}

/** The engine that answers questions. */
export function queryEngine(): Engine {
  return engines().queries;
}

/** The engine that makes the files of sources and profiles them: its work never stands in a question's way. */
export function builderEngine(): Engine {
  return engines().builder;
}

/** Kills both processes; they also end by themselves when the server does. */
export function stopEngines(): void {
  globalThis.askbookEngines?.queries.stop();
  globalThis.askbookEngines?.builder.stop();
}

function engines(): { readonly queries: Engine; readonly builder: Engine } {
  // Next loads a module once per bundle; the processes are one pair per server.
  globalThis.askbookEngines ??= {
    queries: new Engine(optionsFor("queries", 6)),
    builder: new Engine(optionsFor("builder", 2)),
  };
  return globalThis.askbookEngines;
}

function optionsFor(name: string, concurrency: number): EngineOptions {
  const quarterOfMemory = Math.floor(totalmem() / 4 / 1024 / 1024);
  return {
    concurrency,
    graceMs: 2_000,
    memoryMegabytes: Math.max(512, Math.min(4096, quarterOfMemory)),
    threads: Math.max(1, availableParallelism()),
    temporaryFolder: join(resolve(env().ASKBOOK_DATA_DIR), "temporary", `${name}-${process.pid}`),
  };
}
