import "server-only";

/** Shared between the server process and what Next bundles, each of which has modules of its own. */
export type Lifecycle = {
  /** The server takes no new work: `/readyz` says so. */
  isStopping: boolean;
  /** What has to end before the process does. */
  readonly stopHooks: Set<() => Promise<void>>;
};

declare global {
  var askbookLifecycle: Lifecycle | undefined;
}

export function lifecycle(): Lifecycle {
  globalThis.askbookLifecycle ??= { isStopping: false, stopHooks: new Set() };
  return globalThis.askbookLifecycle;
}

/** Has something done when the server stops, after requests had their time to end. */
export function onStop(hook: () => Promise<void>): void {
  lifecycle().stopHooks.add(hook);
}
