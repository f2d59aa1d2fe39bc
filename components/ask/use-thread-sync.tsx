"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { z } from "zod";
import { RequestError, request } from "#components/ui/request";

const newsSchema = z.object({ runs: z.array(z.object({ id: z.uuid() })), activeRunId: z.uuid().nullable() });

type Sync = {
  readonly threadId: string | null;
  /** What this page shows is not to be touched while it asks, or an answer streams into it. */
  readonly isRunning: boolean;
  /** Whether this page has heard of a run. */
  readonly knows: (runId: string) => boolean;
  readonly onNews: () => void;
};

/**
 * Keeps the pages on one thread at the same state: looks whenever this one is looked at again, and whenever another tab of this browser
 * says that something happened. `gone` is a sentence once the thread exists no more.
 */
export function useThreadSync({ threadId, isRunning, knows, onNews }: Sync) {
  const [gone, setGone] = useState<string | null>(null);
  const latest = useRef({ isRunning, knows, onNews });
  useEffect(() => {
    latest.current = { isRunning, knows, onNews };
  });
  const isBehind = useRef(false);

  const look = useCallback(async () => {
    if (threadId === null) return;
    isBehind.current = latest.current.isRunning;
    if (isBehind.current) return;
    try {
      const { runs, activeRunId } = await request(`/api/threads/${threadId}`, newsSchema);
      const newest = runs.at(-1);
      const isNews = activeRunId !== null || (newest !== undefined && !latest.current.knows(newest.id));
      if (isNews && !latest.current.isRunning) latest.current.onNews();
    } catch (error) {
      // Only what is sure is said: a server that cannot be reached for a moment is no news.
      if (error instanceof RequestError && error.code === "not_found") setGone(error.message);
    }
  }, [threadId]);

  useEffect(() => {
    if (threadId === null) return;
    const channel = new BroadcastChannel(channelOf(threadId));
    const hear = () => void look();
    const whenSeen = () => {
      if (document.visibilityState === "visible") void look();
    };
    channel.addEventListener("message", hear);
    window.addEventListener("focus", whenSeen);
    document.addEventListener("visibilitychange", whenSeen);
    return () => {
      channel.close();
      window.removeEventListener("focus", whenSeen);
      document.removeEventListener("visibilitychange", whenSeen);
    };
  }, [threadId, look]);

  // The beginning and the end of an answer are news to the other tabs; what they said meanwhile is looked at afterwards.
  const wasRunning = useRef(isRunning);
  useEffect(() => {
    if (threadId === null || wasRunning.current === isRunning) return;
    wasRunning.current = isRunning;
    tell(threadId);
    if (!isRunning && isBehind.current) void look();
  }, [isRunning, threadId, look]);

  return { gone };
}

function channelOf(threadId: string): string {
  return `askbook-thread-${threadId}`;
}

function tell(threadId: string): void {
  const channel = new BroadcastChannel(channelOf(threadId));
  channel.postMessage("changed");
  channel.close();
}
