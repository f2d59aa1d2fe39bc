"use client";

import { useEffect, useState } from "react";
import { request, sentenceOf } from "#components/ui/request";
import { type UpdateSharing, type WorkbookSharing, workbookSharingSchema } from "#lib/contract/workbooks";

/** Who a workbook is shared with, and changes of it one by one. */
export function useSharing(workbookId: string) {
  const path = `/api/workbooks/${workbookId}/share`;
  const [sharing, setSharing] = useState<WorkbookSharing | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [isPending, setIsPending] = useState(false);
  useEffect(() => {
    const leave = new AbortController();
    request(path, workbookSharingSchema, { signal: leave.signal }).then(setSharing, (error: unknown) => {
      if (!leave.signal.aborted) setProblem(sentenceOf(error));
    });
    return () => leave.abort();
  }, [path]);
  const update = async (body: UpdateSharing): Promise<void> => {
    setIsPending(true);
    setProblem(null);
    try {
      setSharing(await request(path, workbookSharingSchema, { method: "PUT", body }));
    } catch (error) {
      setProblem(sentenceOf(error));
    }
    setIsPending(false);
  };
  return { sharing, problem, isPending, update };
}
