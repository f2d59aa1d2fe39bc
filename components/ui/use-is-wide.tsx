"use client";

import { useMedia } from "#components/ui/use-media";

/** Whether a panel has room beside the thread. */
export function useIsWide(): boolean {
  return useMedia("(min-width: 1100px)");
}
