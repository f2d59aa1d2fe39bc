"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { z } from "zod";
import { Button } from "#components/ui/button";
import { Notice } from "#components/ui/notice";
import { request, sentenceOf } from "#components/ui/request";
import type { WorkbookDetail } from "#lib/contract/workbooks";
import { useRemoteState } from "../state/use-remote-state.tsx";
import type { WorkbookState } from "../state/use-workbook.tsx";
import { useWorkbookContext } from "../workbook-context.tsx";

type WorkbookNoticesProps = { readonly detail: WorkbookDetail; readonly state: WorkbookState };

const revisionSchema = z.object({ revision: z.number() });

/** What the reader of this page should know of the workbook: a new version, sources that cannot be read. */
export function WorkbookNotices({ detail, state }: WorkbookNoticesProps) {
  const { mode, scopes } = useWorkbookContext();
  const router = useRouter();
  const [isOld, setIsOld] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  useRemoteState(mode === "view" ? detail.id : null, ({ publishedAt }) => setIsOld(publishedAt !== detail.publishedAt));
  const reset = async () => {
    setProblem(null);
    try {
      await state.flush();
      await request(`/api/workbooks/${detail.id}/reset`, revisionSchema, { method: "POST", body: {} });
      await state.reload();
      router.refresh();
    } catch (error) {
      setProblem(sentenceOf(error));
    }
  };
  return (
    <div className="space-y-3 pb-3 empty:hidden">
      {isOld && (
        <Notice
          title="A new version was published"
          actions={
            <Button size="small" onClick={() => window.location.reload()}>
              Show it
            </Button>
          }
        >
          What stands here is the version before it.
        </Notice>
      )}
      {detail.base?.hasNewVersion === true && (
        <Notice
          title={`${detail.base.name} was published anew`}
          actions={
            <Button size="small" onClick={() => void reset()}>
              Start again from it
            </Button>
          }
        >
          Your changes are based on the version before. Starting again leaves them behind; undo brings them back.
        </Notice>
      )}
      {problem !== null && <Notice tone="danger">{problem}</Notice>}
      {scopes.problem !== null && (
        <Notice tone="warning" title="The columns of a source could not be read" onRetry={scopes.retry}>
          {scopes.problem}
        </Notice>
      )}
    </div>
  );
}
