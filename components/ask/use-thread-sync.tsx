"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { z } from "zod";
import { request, sentenceOf } from "#components/ui/request";
import type { ThreadDetail } from "#lib/contract/threads";

/** Written by our own server for this page. */
const threadDetailSchema = z.custom<ThreadDetail>(
  (value) => typeof value === "object" && value !== null && "messages" in value && "runs" in value,
);

type Sync = {
  readonly threadId: string | null;
  /** What this page shows is not to be touched while it asks, or an answer streams into it. */
  readonly isBusy: boolean;
  readonly shown: readonly { readonly id: string; readonly role: string }[];
  readonly onNews: (thread: ThreadDetail) => void;
};

/**
 * Keeps the pages on one thread at the same state: looks whenever this one is looked at again, and whenever another tab of this browser
 * says that something happened. `tell` says so to the others; `gone` is a sentence when the thread exists no more.
 */
export function useThreadSync({ threadId, isBusy, shown, onNews }: Sync) {
  const [gone, setGone] = useState<string | null>(null);
  const latest = useRef({ isBusy, shown, onNews });
  latest.current = { isBusy, shown, onNews };
  const isBehind = useRef(false);

  const look = useCallback(async () => {
    if (threadId === null) return;
    if (latest.current.isBusy) {
      isBehind.current = true;
      return;
    }
    try {
      const thread = await request(`/api/threads/${threadId}`, threadDetailSchema);
      isBehind.current = latest.current.isBusy;
      if (!latest.current.isBusy && isOther(thread, latest.current.shown)) latest.current.onNews(thread);
    } catch (error) {
      // Only what is sure is said: a server that cannot be reached for a moment is no news.
      if (isNotFound(error)) setGone(sentenceOf(error));
    }
  }, [threadId]);

  useEffect(() => {
    if (threadId === null) return;
    const channel = new BroadcastChannel(`askbook-thread-${threadId}`);
    const whenSeen = () => {
      if (document.visibilityState === "visible") void look();
    };
    channel.addEventListener("message", look);
    window.addEventListener("focus", whenSeen);
    document.addEventListener("visibilitychange", whenSeen);
    return () => {
      channel.close();
      window.removeEventListener("focus", whenSeen);
      document.removeEventListener("visibilitychange", whenSeen);
    };
  }, [threadId, look]);

  // The beginning and the end of an answer are news to the other tabs; what they said meanwhile is looked at afterwards.
  const wasBusy = useRef(isBusy);
  useEffect(() => {
    if (wasBusy.current === isBusy) return;
    wasBusy.current = isBusy;
    if (threadId !== null) tell(threadId);
    if (!isBusy && isBehind.current) void look();
  }, [isBusy, threadId, look]);

  return { gone, look };
}

function tell(threadId: string): void {
  const channel = new BroadcastChannel(`askbook-thread-${threadId}`);
  channel.postMessage("changed");
  channel.close();
}

/** By its answers: a question asked here has another id here than on the server. */
function isOther({ messages, activeRunId }: ThreadDetail, shown: Sync["shown"]): boolean {
  const answers = (list: Sync["shown"]) => list.flatMap(({ id, role }) => (role === "assistant" ? [id] : [])).join();
  return activeRunId !== null || messages.length !== shown.length || answers(messages) !== answers(shown);
}

function isNotFound(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "not_found";
}
