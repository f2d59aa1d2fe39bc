"use client";

import { useEffect, useRef } from "react";
import type { z } from "zod";
import { request } from "#components/ui/request";
import { workbookStateSchema } from "#lib/contract/workbooks";

export type RemoteState = z.infer<typeof workbookStateSchema>;

const everyMs = 15_000;

/**
 * Asks now and then, and whenever the tab is looked at again or the network is back, how the workbook stands on the server. What cannot be
 * reached is asked again later. Null: nothing is asked.
 */
export function useRemoteState(workbookId: string | null, onState: (state: RemoteState) => void | Promise<void>): void {
  const latest = useRef(onState);
  latest.current = onState;
  useEffect(() => {
    if (workbookId === null) return;
    const leave = new AbortController();
    const look = async () => {
      if (document.visibilityState === "hidden") return;
      try {
        const path = `/api/workbooks/${workbookId}/state`;
        await latest.current(await request(path, workbookStateSchema, { signal: leave.signal }));
      } catch {
        // Whoever is offline hears of it from what fails to be saved; the next look is soon.
      }
    };
    const timer = setInterval(look, everyMs);
    for (const name of ["focus", "online"]) window.addEventListener(name, look);
    document.addEventListener("visibilitychange", look);
    return () => {
      leave.abort();
      clearInterval(timer);
      for (const name of ["focus", "online"]) window.removeEventListener(name, look);
      document.removeEventListener("visibilitychange", look);
    };
  }, [workbookId]);
}
