"use client";

import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import { Button } from "#components/ui/button";
import { Notice } from "#components/ui/notice";
import { Progress } from "#components/ui/progress";
import { nothing, request, sentenceOf } from "#components/ui/request";
import { type CreateUploadedSource, createdSourceSchema, type UploadPreview } from "#lib/contract/uploads";
import { FileDrop } from "./file-drop.tsx";
import { type Sending, sendFile, UploadCancelled } from "./send-file.tsx";
import { UploadReview } from "./upload-review.tsx";

type Step =
  | { readonly kind: "choose" }
  | { readonly kind: "sending"; readonly file: File; readonly share: number }
  | { readonly kind: "review"; readonly preview: UploadPreview };

/** Choose a file, watch it arrive, look at what was read, name it: then it is a source. */
export function UploadFlow({ locale }: { readonly locale: string }) {
  const [step, setStep] = useState<Step>({ kind: "choose" });
  const [failure, setFailure] = useState<string | null>(null);
  const [isCreating, setIsCreating] = useState(false);
  const sending = useRef<Sending | null>(null);
  const router = useRouter();

  const send = async (file: File): Promise<void> => {
    setFailure(null);
    setStep({ kind: "sending", file, share: 0 });
    sending.current = sendFile(file, (share) => setStep({ kind: "sending", file, share }));
    try {
      setStep({ kind: "review", preview: await sending.current.promise });
    } catch (error) {
      setStep({ kind: "choose" });
      if (!(error instanceof UploadCancelled)) setFailure(sentenceOf(error));
    }
  };

  const discard = async (preview: UploadPreview): Promise<void> => {
    setStep({ kind: "choose" });
    setFailure(null);
    await request(`/api/uploads/${preview.uploadId}`, nothing, { method: "DELETE" }).catch((error: unknown) =>
      setFailure(sentenceOf(error)),
    );
  };

  const create = async (preview: UploadPreview, choice: CreateUploadedSource): Promise<void> => {
    setIsCreating(true);
    setFailure(null);
    try {
      const { sourceId } = await request(`/api/uploads/${preview.uploadId}/source`, createdSourceSchema, {
        method: "POST",
        body: choice,
      });
      router.push(`/data/${sourceId}`);
    } catch (error) {
      setIsCreating(false);
      setFailure(sentenceOf(error));
    }
  };

  return (
    <div className="space-y-4">
      {failure !== null && (
        <Notice tone="danger" title="This did not work">
          {failure}
        </Notice>
      )}
      {step.kind === "choose" && <FileDrop onFile={send} />}
      {step.kind === "sending" && (
        <div className="rounded-md border bg-surface p-4">
          <SendingProgress file={step.file} share={step.share} locale={locale} />
          <div className="mt-3 flex justify-end">
            <Button onClick={() => sending.current?.cancel()}>Cancel</Button>
          </div>
        </div>
      )}
      {step.kind === "review" && (
        <UploadReview
          preview={step.preview}
          locale={locale}
          isCreating={isCreating}
          onCreate={(choice) => create(step.preview, choice)}
          onDiscard={() => discard(step.preview)}
        />
      )}
    </div>
  );
}

function SendingProgress({
  file,
  share,
  locale,
}: {
  readonly file: File;
  readonly share: number;
  readonly locale: string;
}) {
  const megabytes = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const size = file.size / 1_000_000;
  return share < 1 ? (
    <Progress
      label={`Sending ${file.name}`}
      value={share}
      detail={`${megabytes.format(size * share)} of ${megabytes.format(size)} MB`}
    />
  ) : (
    <Progress label={`Reading ${file.name}`} detail="Types, rows, first values" />
  );
}
