"use client";

import { useEffect, useState } from "react";
import { Button } from "#components/ui/button";
import { Notice } from "#components/ui/notice";
import type { RunData } from "#lib/contract/runs";

type RunNoticeProps = {
  readonly notice: RunData["notice"];
  readonly isRunning: boolean;
  readonly onRetry?: (() => void) | undefined;
  /** Goes on from what stands. */
  readonly onContinue?: (() => void) | undefined;
};

/** What is to be said of the run itself: that it waits, for how long, that it was stopped or broke off. */
export function RunNotice({ notice, isRunning, onRetry, onContinue }: RunNoticeProps) {
  const seconds = useCountdown(notice.retryAfterSeconds, isRunning);
  if (notice.code === "queued" && !isRunning) return null;
  const goesOn = onContinue !== undefined && (notice.code === "interrupted" || notice.code === "stopped");
  const act = goesOn ? onContinue : onRetry;
  return (
    <Notice
      tone={notice.code === "queued" || notice.code === "stopped" ? "info" : "warning"}
      {...(!isRunning && act !== undefined
        ? {
            actions: (
              <Button size="small" onClick={act}>
                {goesOn ? "Continue" : "Ask again"}
              </Button>
            ),
          }
        : {})}
    >
      {notice.message}
      {seconds > 0 && (
        <span className="nums" aria-hidden="true">
          {" "}
          {seconds} s
        </span>
      )}
    </Notice>
  );
}

function useCountdown(from: number | undefined, isOn: boolean): number {
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    if (from === undefined || !isOn) return setSeconds(0);
    const end = Date.now() + from * 1000;
    const tick = () => setSeconds(Math.max(0, Math.ceil((end - Date.now()) / 1000)));
    tick();
    const timer = setInterval(tick, 1000);
    return () => clearInterval(timer);
  }, [from, isOn]);
  return seconds;
}
