"use client";

import { useEffect, useRef } from "react";
import { z } from "zod";
import { RequestError, request } from "#components/ui/request";

const everyMs = 10_000;
const pulseSchema = z.object({ pulse: z.string() });

/**
 * Calls back soon after somebody changed permissions or AI settings, in every open tab that is looked at, until the frame is drawn anew.
 * `drawn` is the pulse that it was drawn with: what changed before a page first asks is seen too.
 */
export function useFreshFrame(drawn: string, onChanged: () => void): void {
  const latest = useRef({ drawn, onChanged });
  useEffect(() => {
    latest.current = { drawn, onChanged };
  });
  useEffect(() => {
    let isAsking = false;
    const look = async () => {
      if (document.visibilityState === "hidden" || isAsking) return;
      isAsking = true;
      const pulse = await readPulse();
      isAsking = false;
      if (pulse !== null && pulse !== latest.current.drawn) latest.current.onChanged();
    };
    void look();
    const timer = setInterval(look, everyMs);
    document.addEventListener("visibilitychange", look);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, []);
}

/** Null: the server cannot be reached now. Whoever is signed out meanwhile has a pulse of their own, and the page leads them to sign in. */
async function readPulse(): Promise<string | null> {
  try {
    return (await request("/api/pulse", pulseSchema)).pulse;
  } catch (error) {
    return error instanceof RequestError && error.code === "unauthenticated" ? "signed out" : null;
  }
}
