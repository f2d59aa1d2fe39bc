"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { z } from "zod";
import { RequestError, request } from "#components/ui/request";

const everyMs = 10_000;
const pulseSchema = z.object({ pulse: z.string() });

/** Reads permissions and AI settings anew soon after somebody changed them, in every open tab that is looked at. */
export function useFreshFrame(): void {
  const router = useRouter();
  useEffect(() => {
    let known: string | null = null;
    let isAsking = false;
    const look = async () => {
      if (document.visibilityState === "hidden" || isAsking) return;
      isAsking = true;
      const pulse = await readPulse();
      isAsking = false;
      if (pulse === null) return;
      if (known !== null && known !== pulse) router.refresh();
      known = pulse;
    };
    void look();
    const timer = setInterval(look, everyMs);
    document.addEventListener("visibilitychange", look);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, [router]);
}

/** Null: the server cannot be reached now. Whoever is signed out meanwhile has a pulse of their own, and the page leads them to sign in. */
async function readPulse(): Promise<string | null> {
  try {
    return (await request("/api/pulse", pulseSchema)).pulse;
  } catch (error) {
    return error instanceof RequestError && error.code === "unauthenticated" ? "signed out" : null;
  }
}
