import "server-only";
import { AskbookError } from "#lib/errors";

type Answer<Value> = {
  readonly at: number;
  readonly value: Promise<Value>;
  readonly stop: AbortController;
  waiting: number;
  isThere: boolean;
};

type Work<Value> = (signal: AbortSignal) => Promise<Value>;

/** Answers of a moment ago. Who asks for one that is on its way waits with the others; when nobody waits any more, its work is stopped. */
export class RecentAnswers<Value> {
  readonly #keptMs: number;
  readonly #most: number;
  /** Oldest first. */
  readonly #answers = new Map<string, Answer<Value>>();

  constructor({ keptMs, most }: { readonly keptMs: number; readonly most: number }) {
    this.#keptMs = keptMs;
    this.#most = most;
  }

  /** Throws what the work throws, which is not kept, and `aborted`. */
  async get(key: string, signal: AbortSignal, work: Work<Value>): Promise<Value> {
    if (signal.aborted) throw new AskbookError("aborted");
    this.#forgetOld();
    const answer = this.#answers.get(key) ?? this.#start(key, work);
    if (answer.isThere) return answer.value;
    answer.waiting += 1;
    const left = Promise.withResolvers<never>();
    const leave = (): void => left.reject(new AskbookError("aborted"));
    signal.addEventListener("abort", leave, { once: true });
    try {
      return await Promise.race([answer.value, left.promise]);
    } finally {
      signal.removeEventListener("abort", leave);
      answer.waiting -= 1;
      if (answer.waiting === 0 && !answer.isThere) this.#drop(key, answer);
    }
  }

  #start(key: string, work: Work<Value>): Answer<Value> {
    const stop = new AbortController();
    const answer = { at: performance.now(), value: work(stop.signal), stop, waiting: 0, isThere: false };
    this.#answers.set(key, answer);
    answer.value.then(
      () => {
        answer.isThere = true;
      },
      () => this.#drop(key, answer),
    );
    return answer;
  }

  #drop(key: string, answer: Answer<Value>): void {
    if (this.#answers.get(key) === answer) this.#answers.delete(key);
    answer.stop.abort();
  }

  #forgetOld(): void {
    const oldest = performance.now() - this.#keptMs;
    for (const [key, answer] of this.#answers) {
      if (answer.isThere && (answer.at < oldest || this.#answers.size >= this.#most)) this.#answers.delete(key);
    }
  }
}
