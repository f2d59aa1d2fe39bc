import "server-only";

/** How many runs one process works on at once, in all and for one person. */
const limits = { all: 100, person: 10 };

type Waiting = { readonly userId: string; readonly start: () => void };
type Queue = { readonly working: Map<string, number>; waiting: Waiting[]; all: number };

declare global {
  var askbookRunQueue: Queue | undefined;
}

/**
 * Resolves with a function that gives the place back. When there is none, `onWait` is told how many runs are ahead. Aborted while
 * waiting: rejects with the signal's reason.
 */
export async function takePlace(
  userId: string,
  signal: AbortSignal,
  onWait: (ahead: number) => void,
): Promise<() => void> {
  signal.throwIfAborted();
  if (!hasPlace(userId)) {
    onWait(queue().waiting.length + 1);
    await waitForPlace(userId, signal);
  } else occupy(userId);
  let isFree = false;
  return () => {
    if (isFree) return;
    isFree = true;
    leave(userId);
  };
}

function waitForPlace(userId: string, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const leaveQueue = (): void => {
      queue().waiting = queue().waiting.filter((other) => other !== entry);
      reject(signal.reason);
    };
    const entry: Waiting = {
      userId,
      start: () => {
        signal.removeEventListener("abort", leaveQueue);
        resolve();
      },
    };
    signal.addEventListener("abort", leaveQueue, { once: true });
    queue().waiting.push(entry);
  });
}

function hasPlace(userId: string): boolean {
  return queue().all < limits.all && (queue().working.get(userId) ?? 0) < limits.person;
}

function occupy(userId: string): void {
  queue().all += 1;
  queue().working.set(userId, (queue().working.get(userId) ?? 0) + 1);
}

function leave(userId: string): void {
  queue().all -= 1;
  const left = (queue().working.get(userId) ?? 1) - 1;
  if (left === 0) queue().working.delete(userId);
  else queue().working.set(userId, left);
  const next = queue().waiting.find((waiting) => hasPlace(waiting.userId));
  if (next === undefined) return;
  queue().waiting = queue().waiting.filter((other) => other !== next);
  occupy(next.userId);
  next.start();
}

function queue(): Queue {
  globalThis.askbookRunQueue ??= { working: new Map(), waiting: [], all: 0 };
  return globalThis.askbookRunQueue;
}
