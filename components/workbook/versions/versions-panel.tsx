"use client";

import { useEffect, useState } from "react";
import { z } from "zod";
import { Button } from "#components/ui/button";
import { Sheet } from "#components/ui/dialog";
import { Notice } from "#components/ui/notice";
import { request, sentenceOf } from "#components/ui/request";
import { Skeleton } from "#components/ui/skeleton";
import { type WorkbookDetail, type WorkbookVersion, workbookVersionSchema } from "#lib/contract/workbooks";
import type { WorkbookState } from "../state/use-workbook.tsx";
import { useWorkbookContext } from "../workbook-context.tsx";

type VersionsPanelProps = {
  readonly detail: WorkbookDetail;
  readonly state: WorkbookState;
  readonly timeZone: string;
  readonly onClose: () => void;
};

const versionsSchema = z.array(workbookVersionSchema);
const revisionSchema = z.object({ revision: z.number() });

/** What was published, when and by whom; the draft can become what a version was. */
export function VersionsPanel({ detail, state, timeZone, onClose }: VersionsPanelProps) {
  const { mode, locale } = useWorkbookContext();
  const [versions, setVersions] = useState<readonly WorkbookVersion[] | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const path = `/api/workbooks/${detail.id}`;
  useEffect(() => {
    const leave = new AbortController();
    request(`${path}/versions`, versionsSchema, { signal: leave.signal }).then(setVersions, (error: unknown) => {
      if (!leave.signal.aborted) setProblem(sentenceOf(error));
    });
    return () => leave.abort();
  }, [path]);
  const restore = async (versionId: string) => {
    setProblem(null);
    try {
      const revision = await state.flush();
      if (revision === null) return setProblem("The draft is not saved yet, so nothing was restored.");
      const body = { versionId, revision };
      await request(`${path}/restore`, revisionSchema, { method: "POST", body });
      await state.reload();
      onClose();
    } catch (error) {
      setProblem(sentenceOf(error));
    }
  };
  const moment = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short", timeZone });
  return (
    <Sheet title="Version history" description="Every time it was published." open onOpenChange={onClose}>
      <div className="space-y-3">
        {problem !== null && <Notice tone="danger">{problem}</Notice>}
        {versions === null && problem === null && <Skeleton className="h-12" />}
        {versions?.length === 0 && <p className="text-quiet">It was never published.</p>}
        <ol className="divide-y">
          {versions?.map((version, index) => (
            <li key={version.id} className="flex items-center gap-3 py-2.5">
              <div className="min-w-0 flex-1">
                <p className="font-medium">
                  Version {version.number}
                  {index === 0 && <span className="font-normal text-quiet"> · published now</span>}
                </p>
                <p className="text-quiet text-sm">
                  {moment.format(new Date(version.publishedAt))}
                  {version.publishedByName !== null && ` by ${version.publishedByName}`}
                </p>
              </div>
              {mode === "edit" && (
                <Button
                  size="small"
                  onClick={() => void restore(version.id)}
                  aria-label={`Restore version ${version.number}`}
                >
                  Restore
                </Button>
              )}
            </li>
          ))}
        </ol>
      </div>
    </Sheet>
  );
}
