"use client";

import { useCallback, useEffect, useState } from "react";
import { request } from "#components/ui/request";
import { type AskSources, askSourcesSchema } from "#lib/contract/ask-sources";

const watchMs = 2000;

/** The sources as they are; looked at again while their index is being made, or will be tried again. */
export function useAskSources(initial: AskSources) {
  const [loaded, setLoaded] = useState<AskSources | null>(null);
  const current = loaded ?? initial;
  const reload = useCallback(async (): Promise<void> => {
    // What cannot be read this time is read the next: the list stays as it was.
    const read = await request("/admin/ai-settings/ask-sources", askSourcesSchema).catch(() => null);
    if (read !== null) setLoaded(read);
  }, []);
  const { index } = current;
  const isMoving = index.state === "running" || (index.state === "failed" && index.nextAttemptAt !== null);
  useEffect(() => {
    if (!isMoving) return;
    const timer = setInterval(() => void reload(), watchMs);
    return () => clearInterval(timer);
  }, [isMoving, reload]);
  // A refresh of the page, after another provider was saved, brings newer data than what was loaded.
  useEffect(() => {
    setLoaded(initial);
  }, [initial]);
  return { current, reload };
}
