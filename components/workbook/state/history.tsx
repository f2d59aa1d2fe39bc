/** What was, is, and was undone. `burst` names a series of changes, such as typing, that are undone at once. */
export type History<Value> = {
  readonly past: readonly Value[];
  readonly present: Value;
  readonly future: readonly Value[];
  readonly burst: string | null;
};

const mostSteps = 100;

export function startHistory<Value>(present: Value): History<Value> {
  return { past: [], present, future: [], burst: null };
}

/** A change of the same burst as the one before replaces it. */
export function record<Value>(history: History<Value>, next: Value, burst: string | null = null): History<Value> {
  if (next === history.present) return history;
  const isSame = burst !== null && burst === history.burst;
  const past = isSame ? history.past : [...history.past, history.present].slice(-mostSteps);
  return { past, present: next, future: [], burst };
}

export function undo<Value>({ past, present, future, ...rest }: History<Value>): History<Value> {
  const last = past.at(-1);
  if (last === undefined) return { past, present, future, ...rest };
  return { past: past.slice(0, -1), present: last, future: [present, ...future], burst: null };
}

export function redo<Value>({ past, present, future, ...rest }: History<Value>): History<Value> {
  const [next, ...later] = future;
  if (next === undefined) return { past, present, future, ...rest };
  return { past: [...past, present], present: next, future: later, burst: null };
}

/** The next change begins a step of its own. */
export function endBurst<Value>(history: History<Value>): History<Value> {
  return history.burst === null ? history : { ...history, burst: null };
}

/** Every state as if it had begun from elsewhere: what somebody else changed is not undone with one's own changes. */
export function rebase<Value>(history: History<Value>, change: (value: Value) => Value): History<Value> {
  return {
    ...history,
    past: history.past.map(change),
    present: change(history.present),
    future: history.future.map(change),
  };
}
