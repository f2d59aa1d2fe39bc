import { vi } from "vitest";

/** Pages in jsdom measure nothing, and have no observer of sizes: here it is one that never tells of any. Undone by `vi.unstubAllGlobals`. */
export function stubResizeObserver(): void {
  vi.stubGlobal(
    "ResizeObserver",
    class {
      observe() {}
      unobserve() {}
      disconnect() {}
    },
  );
}
