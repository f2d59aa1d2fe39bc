import "server-only";
import { AskbookError } from "#lib/errors";
import type { RunOutcome } from "../connector.ts";
import { failureOf } from "./failure.ts";
import type { EngineRequest, EngineResponse, EngineTask } from "./protocol.ts";

export type TaskOptions = { readonly signal: AbortSignal; readonly deadlineMs: number };

/** Chunks and statements of a task, in order; the next chunk comes when the promise is fulfilled. */
export type TaskListener = (response: Extract<EngineResponse, { kind: "chunk" | "statement" }>) => void | Promise<void>;

/** One task's life: waiting, then running in a process, then ended. The caller hears of a failure at once, the process may take longer. */
export class Task {
  readonly id: number;
  readonly outcome: Promise<RunOutcome>;
  /** Something has reached the caller: it cannot be run again unseen. */
  hasDelivered = false;
  attempts = 0;

  readonly #request: EngineTask;
  readonly #options: TaskOptions;
  readonly #listener: TaskListener;
  readonly #resolve: (outcome: RunOutcome) => void;
  readonly #reject: (error: unknown) => void;
  #isSettled = false;
  #startedAt = 0;
  #handling: Promise<void> = Promise.resolve();
  #deadline: NodeJS.Timeout | undefined;
  #grace: NodeJS.Timeout | undefined;
  #interrupt: () => void = () => undefined;

  constructor(id: number, request: EngineTask, options: TaskOptions, listener: TaskListener) {
    const { promise, resolve, reject } = Promise.withResolvers<RunOutcome>();
    this.id = id;
    this.outcome = promise;
    this.#request = request;
    this.#options = options;
    this.#listener = listener;
    this.#resolve = resolve;
    this.#reject = reject;
    options.signal.addEventListener("abort", this.#abort, { once: true });
    if (options.signal.aborted) this.#abort();
  }

  get isSettled(): boolean {
    return this.#isSettled;
  }

  /** Hands the task to a process. `kill` is called when it has not ended `graceMs` after an interrupt. */
  start(send: (request: EngineRequest) => void, kill: () => void, graceMs: number): void {
    this.attempts += 1;
    this.#startedAt = performance.now();
    this.#interrupt = () => {
      send({ kind: "cancel", id: this.id });
      this.#grace ??= setTimeout(kill, graceMs);
    };
    this.#deadline ??= setTimeout(() => this.#giveUp(new AskbookError("query_timeout")), this.#options.deadlineMs);
    send({ ...this.#request, id: this.id });
  }

  /** Takes in what the process answers, one response after another; `send` asks for more. */
  handle(response: EngineResponse, send: (request: EngineRequest) => void): void {
    this.#handling = this.#handling.then(() => this.#take(response, send));
  }

  /** The process will say nothing more about it. */
  end(error: AskbookError): void {
    this.release();
    this.#settle(() => this.#reject(error));
  }

  async #take(response: EngineResponse, send: (request: EngineRequest) => void): Promise<void> {
    if (response.kind === "failed") return this.#settle(() => this.#reject(failureOf(response)));
    if (response.kind === "done") return this.#succeed(response);
    if (this.#isSettled) return;
    this.hasDelivered = true;
    try {
      await this.#listener(response);
    } catch (error) {
      return this.#giveUp(error);
    }
    if (response.kind === "chunk") send({ kind: "more", id: this.id });
  }

  #succeed({ rowCount, truncated }: { rowCount: number; truncated: boolean }): void {
    const elapsedMs = Math.round(performance.now() - this.#startedAt);
    this.#settle(() => this.#resolve({ rowCount, truncated, elapsedMs }));
  }

  readonly #abort = (): void => this.#giveUp(new AskbookError("aborted"));

  #giveUp(error: unknown): void {
    if (this.#isSettled) return;
    this.#settle(() => this.#reject(error));
    this.#interrupt();
  }

  #settle(how: () => void): void {
    if (this.#isSettled) return;
    this.#isSettled = true;
    clearTimeout(this.#deadline);
    this.#options.signal.removeEventListener("abort", this.#abort);
    how();
  }

  /** The process has ended it: no more waiting for the end of an interrupt. */
  release(): void {
    clearTimeout(this.#grace);
  }
}
