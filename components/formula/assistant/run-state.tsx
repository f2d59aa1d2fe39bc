import { RotateCcw, Square } from "lucide-react";
import { RunNotice } from "#components/run/run-notice";
import { RunUsage, WhatWasSent } from "#components/run/run-record";
import { Button, ButtonLink } from "#components/ui/button";
import { Fold } from "#components/ui/fold";
import { Notice } from "#components/ui/notice";
import { Spinner } from "#components/ui/spinner";
import type { Assist } from "./use-assist.tsx";

/** What is being done, in a sentence for the eye and for screen readers, with the way to stop it. */
export function RunProgress({ assist }: { readonly assist: Assist }) {
  const { answer, isRunning, run, stop } = assist;
  const discarded = answer.progress?.discarded ?? 0;
  return (
    <>
      <div className={isRunning ? "flex min-h-7 items-center gap-2" : "contents"}>
        {isRunning && <Spinner className="text-quiet" />}
        <p role="status" className={isRunning ? "min-w-0 flex-1 text-quiet" : "sr-only"}>
          {isRunning ? (answer.progress?.message ?? "Starting…") : describeEnd(assist)}
        </p>
        {isRunning && (
          <Button size="small" onClick={stop}>
            <Square className="fill-current" />
            Stop
          </Button>
        )}
      </div>
      {isRunning && answer.notice !== null && <RunNotice notice={answer.notice} isRunning />}
      {run.state === "done" && discarded > 0 && (
        <p className="text-quiet text-sm">
          {discarded === 1 ? "1 formula" : `${discarded} formulas`} of the model did not pass the checks and{" "}
          {discarded === 1 ? "is" : "are"} not shown.
        </p>
      )}
    </>
  );
}

function describeEnd({ answer, run }: Assist): string {
  // Notices tell the rest by themselves.
  if (run.state !== "done" || answer.verdict?.verdict === "declined" || answer.verdict?.verdict === "sound") return "";
  return answer.verdict?.message ?? "";
}

type RunTroubleProps = {
  readonly assist: Assist;
  readonly isAdmin: boolean;
  readonly onRetry: () => void;
};

/** Why there is no more, and what to do. */
export function RunTrouble({ assist, isAdmin, onRetry }: RunTroubleProps) {
  const { failure, state } = assist.run;
  const retry = (
    <Button size="small" onClick={onRetry}>
      <RotateCcw />
      Try again
    </Button>
  );
  if (state === "stopped") return <Notice actions={retry}>Stopped. What had arrived is kept.</Notice>;
  if (failure === null) return null;
  if (failure.code === "ai_not_configured")
    return (
      <Notice
        title="AI features are off"
        {...(isAdmin
          ? {
              actions: (
                <ButtonLink size="small" href="/admin/ai-settings">
                  Open AI settings
                </ButtonLink>
              ),
            }
          : {})}
      >
        {isAdmin
          ? "Choose in AI settings which models write formulas."
          : "An admin can choose in AI settings which models write formulas."}
      </Notice>
    );
  return (
    <Notice tone="danger" actions={failure.code === "forbidden" ? undefined : retry}>
      {failure.message}
    </Notice>
  );
}

/** What is shown is about an earlier text of the editor. */
export function ChangedSince({ verb, onAgain }: { readonly verb: string; readonly onAgain: () => void }) {
  return (
    <Notice
      actions={
        <Button size="small" onClick={onAgain}>
          {verb} it as it is now
        </Button>
      }
    >
      The formula has changed since.
    </Notice>
  );
}

/** Who answered and what left this server for it. */
export function RunFoot({ assist }: { readonly assist: Assist }) {
  const { answer, isRunning, run } = assist;
  if (isRunning || run.runId === null || answer.usage === null) return null;
  return (
    <div className="border-t">
      <Fold title="What was sent">
        <WhatWasSent runId={run.runId} />
      </Fold>
      <div className="pt-2">
        <RunUsage usage={answer.usage} />
      </div>
    </div>
  );
}
