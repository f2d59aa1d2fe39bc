"use client";

import { useCallback, useEffect, useState } from "react";
import { Button } from "#components/ui/button";
import { CopyableValue } from "#components/ui/copy-button";
import { Dialog, DialogClose } from "#components/ui/dialog";
import { Notice } from "#components/ui/notice";
import { request, sentenceOf } from "#components/ui/request";
import { Skeleton } from "#components/ui/skeleton";
import { type Share, shareSchema } from "#lib/contract/shared";

type ShareDialogProps = { readonly threadId: string; readonly onClose: () => void };

/** Makes the thread's link and takes it back. */
export function ShareDialog({ threadId, onClose }: ShareDialogProps) {
  const { share, error, isPending, send } = useShare(threadId);
  const link = share?.link ?? null;
  return (
    <Dialog
      title="Share by link"
      description="Members of your organization who open the link see your questions here, also later ones. Tables, charts and numbers are made anew from what each of them may see."
      open
      onOpenChange={onClose}
      footer={
        <>
          <DialogClose>Close</DialogClose>
          {share !== null && link === null && (
            <Button variant="primary" pending={isPending} onClick={() => void send("POST")}>
              Make a link
            </Button>
          )}
          {link !== null && (
            <Button variant="danger" pending={isPending} onClick={() => void send("DELETE")}>
              Remove link
            </Button>
          )}
        </>
      }
    >
      <div className="space-y-3">
        {error !== null && <Notice tone="danger">{error}</Notice>}
        {share === null && error === null && <Skeleton className="h-9" />}
        {link !== null && <CopyableValue label="link" value={`${window.location.origin}${link.path}`} />}
        {share !== null && link === null && <p className="text-quiet">There is no link: only you see this thread.</p>}
      </div>
    </Dialog>
  );
}

function useShare(threadId: string) {
  const [share, setShare] = useState<Share | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [isPending, setIsPending] = useState(false);
  const send = useCallback(
    async (method: "GET" | "POST" | "DELETE") => {
      setIsPending(true);
      setError(null);
      try {
        const body = method === "POST" ? { body: {} } : {};
        setShare(await request(`/api/threads/${threadId}/share`, shareSchema, { method, ...body }));
      } catch (cause) {
        setError(sentenceOf(cause));
      }
      setIsPending(false);
    },
    [threadId],
  );
  useEffect(() => void send("GET"), [send]);
  return { share, error, isPending, send };
}
