import "server-only";
import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";
import type { PictureFormat, PictureInput } from "#lib/contract/picture";
import { AskbookError } from "#lib/errors";
import { log } from "#lib/log";
import type { Picture, PictureSource } from "./draw-picture.ts";
import { type PaintResponse, responseSchema } from "./protocol.ts";

declare global {
  var askbookPainter: Painter | undefined;
}

export type PainterOptions = {
  /** Milliseconds that a picture may take; one of as many points as are ever drawn takes about one second. */
  readonly mostMs: number;
  /** Milliseconds without a picture after which the process ends. */
  readonly idleMs: number;
};

type Asked = {
  readonly input: PictureInput;
  readonly source: PictureSource;
  readonly format: PictureFormat;
  /** Who asked has left: it is not begun any more. */
  readonly signal?: AbortSignal | undefined;
};

type Job = Asked & {
  readonly id: number;
  readonly resolve: (picture: Picture) => void;
  readonly reject: (error: Error) => void;
};

/** A chart as a file, drawn in a process of its own: a large one takes a second, in which the server goes on answering. */
export function paintPicture(asked: Asked): Promise<Picture> {
  // Next loads a module once per bundle; the process is one per server.
  globalThis.askbookPainter ??= new Painter({ mostMs: 30_000, idleMs: 300_000 });
  return globalThis.askbookPainter.paint(asked);
}

/** Draws one picture after another. The process is started for the first, and again when it has ended. */
export class Painter {
  readonly #options: PainterOptions;
  readonly #waiting: Job[] = [];
  #current: Job | null = null;
  #child: ChildProcess | null = null;
  #timer: NodeJS.Timeout | undefined;
  #lastId = 0;

  constructor(options: PainterOptions) {
    this.#options = options;
  }

  /** Of the process, while there is one. */
  get pid(): number | null {
    return this.#child?.pid ?? null;
  }

  /** Rejects when the picture cannot be drawn, takes too long, or the process ends over it. */
  paint(asked: Asked): Promise<Picture> {
    return new Promise((resolve, reject) => {
      this.#lastId += 1;
      this.#waiting.push({ ...asked, id: this.#lastId, resolve, reject });
      this.#paintNext();
    });
  }

  /** Ends the process, and with it the picture that it draws. */
  stop(): void {
    const child = this.#child;
    if (child === null) return;
    child.kill("SIGKILL");
    // Who asks before it is gone gets another.
    this.#ended(child);
  }

  #paintNext(): void {
    if (this.#current !== null) return;
    const job = this.#nextWanted();
    this.#current = job;
    const { mostMs, idleMs } = this.#options;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.stop(), job === null ? idleMs : mostMs);
    this.#timer.unref();
    if (job === null) return;
    const { id, input, source, format } = job;
    this.#child ??= this.#fork();
    // A process that is already gone is told of by its exit.
    this.#child.send({ id, input, source, format }, () => undefined);
  }

  #nextWanted(): Job | null {
    for (let job = this.#waiting.shift(); job !== undefined; job = this.#waiting.shift()) {
      if (job.signal?.aborted !== true) return job;
      job.reject(new AskbookError("aborted"));
    }
    return null;
  }

  #fork(): ChildProcess {
    const program = join(process.cwd(), "lib", "picture", "painter-process.ts");
    const child = fork(/* turbopackIgnore: true */ program, [], {
      execArgv: ["--conditions=react-server", "--disable-warning=ExperimentalWarning", "--max-old-space-size=1024"],
      // Nothing of the server's environment: it holds secrets that pictures have no use for.
      env: { NODE_ENV: process.env.NODE_ENV, TZ: "UTC" },
      serialization: "advanced",
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
    child.on("message", (message) => this.#hear(child, responseSchema.safeParse(message).data));
    child.on("exit", () => this.#ended(child));
    child.on("error", (error) => {
      log().error({ err: error }, "the process that draws pictures failed");
      child.kill("SIGKILL");
      this.#ended(child);
    });
    child.unref();
    child.channel?.unref();
    return child;
  }

  #hear(child: ChildProcess, response: PaintResponse | undefined): void {
    const job = this.#current;
    if (child !== this.#child || job === null || response?.id !== job.id) return;
    this.#current = null;
    if (response.kind === "drawn") job.resolve({ body: response.body, mediaType: response.mediaType });
    else job.reject(new Error(`The picture could not be drawn: ${response.message}`));
    this.#paintNext();
  }

  #ended(child: ChildProcess): void {
    if (child !== this.#child) return;
    const job = this.#current;
    this.#child = null;
    this.#current = null;
    job?.reject(new Error("The picture could not be drawn: its process ended, or took too long."));
    if (this.#waiting.length > 0) this.#paintNext();
  }
}
