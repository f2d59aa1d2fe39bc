import "server-only";
import type { RowChunk, RunOutcome } from "../connector.ts";
import { type ChildEnd, type ChildLimits, type EngineChild, forkEngine } from "./child.ts";
import { stoppedBy } from "./failure.ts";
import type { EngineResponse, EngineTask, QueryRequest, ScriptRequest } from "./protocol.ts";
import { Task, type TaskListener, type TaskOptions } from "./task.ts";

export type StatementRows = Pick<Extract<EngineResponse, { kind: "statement" }>, "names" | "columns">;

export type EngineOptions = ChildLimits & {
  /** Tasks that run at the same time; the others wait. */
  readonly concurrency: number;
  /** How long an interrupted task may take to end before the process is killed. */
  readonly graceMs: number;
};

type QueryOptions = TaskOptions & { readonly onChunk: (chunk: RowChunk) => void | Promise<void> };

/** An engine process and the queue before it. The process is started when it is needed, and again after it has ended. */
export class Engine {
  readonly #options: EngineOptions;
  readonly #waiting: Task[] = [];
  readonly #running = new Map<number, Task>();
  #child: EngineChild | null = null;
  /** For whose sake the process is being killed: the others may run again. */
  #culprit: Task | null = null;
  #lastId = 0;

  constructor(options: EngineOptions) {
    this.#options = options;
  }

  /** One SELECT. Throws engine_failed, engine_stopped, query_timeout, aborted. */
  query(request: Omit<QueryRequest, "id" | "kind">, options: QueryOptions): Promise<RunOutcome> {
    let offset = 0;
    return this.#submit({ ...request, kind: "query" }, options, async (response) => {
      const { rowCount, columns } = response.kind === "chunk" ? response : { rowCount: 0, columns: [] };
      await options.onChunk({ offset, rowCount, columns });
      offset += rowCount;
    });
  }

  /** Statements of ours, one after another, in a database of their own; gives the rows of each. Throws as `query` does. */
  async script(request: Omit<ScriptRequest, "id" | "kind">, options: TaskOptions): Promise<readonly StatementRows[]> {
    const rows: StatementRows[] = [];
    await this.#submit({ ...request, kind: "script" }, options, (response) => {
      if (response.kind === "statement") rows.push({ names: response.names, columns: response.columns });
    });
    return rows;
  }

  /** The process that runs now, if there is one. */
  get pid(): number | null {
    return this.#child?.pid ?? null;
  }

  /** Kills the process; what runs fails with engine_stopped. */
  stop(): void {
    this.#child?.kill();
  }

  #submit(request: EngineTask, options: TaskOptions, listener: TaskListener): Promise<RunOutcome> {
    this.#lastId += 1;
    const task = new Task(this.#lastId, request, options, listener);
    this.#waiting.push(task);
    this.#startWaiting();
    return task.outcome;
  }

  #startWaiting(): void {
    while (this.#running.size < this.#options.concurrency) {
      const task = this.#waiting.shift();
      if (task === undefined) return;
      if (!task.isSettled) this.#start(task);
    }
  }

  #start(task: Task): void {
    const child = this.#child ?? this.#fork();
    this.#running.set(task.id, task);
    const kill = (): void => {
      this.#culprit = task;
      child.kill();
    };
    task.start(child.send, kill, this.#options.graceMs);
  }

  #fork(): EngineChild {
    const child = forkEngine(
      this.#options,
      (response) => this.#hear(response, child),
      (end) => this.#ended(end),
    );
    this.#child = child;
    return child;
  }

  #hear(response: EngineResponse, child: EngineChild): void {
    const task = this.#running.get(response.id);
    if (task === undefined) return;
    task.handle(response, child.send);
    if (response.kind !== "done" && response.kind !== "failed") return;
    task.release();
    this.#running.delete(task.id);
    this.#startWaiting();
  }

  #ended(end: ChildEnd): void {
    const tasks = [...this.#running.values()];
    const culprit = this.#culprit;
    this.#child = null;
    this.#culprit = null;
    this.#running.clear();
    for (const task of tasks) {
      const isInnocent = culprit !== null && task !== culprit && !task.hasDelivered && task.attempts === 1;
      if (isInnocent && !task.isSettled) this.#waiting.unshift(task);
      else task.end(stoppedBy(end));
    }
    this.#startWaiting();
  }
}
