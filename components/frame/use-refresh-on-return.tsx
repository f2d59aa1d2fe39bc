"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

const awayMs = 20_000;

/** Reads permissions and AI settings anew when a tab comes back to the front after a while. */
export function useRefreshOnReturn(): void {
  const router = useRouter();
  useEffect(() => {
    let hiddenAt = Number.POSITIVE_INFINITY;
    const listen = () => {
      if (document.visibilityState === "hidden") hiddenAt = Date.now();
      else if (Date.now() - hiddenAt > awayMs) router.refresh();
    };
    document.addEventListener("visibilitychange", listen);
    return () => document.removeEventListener("visibilitychange", listen);
  }, [router]);
}
