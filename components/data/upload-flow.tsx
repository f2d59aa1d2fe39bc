"use client";

import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import { Button } from "#components/ui/button";
import { Notice } from "#components/ui/notice";
import { Progress } from "#components/ui/progress";
import { type CreateUploadedSource, createdSourceSchema, type UploadPreview } from "#lib/contract/uploads";
import { FileDrop } from "./file-drop.tsx";
import { type Sending, sendFile, UploadFailure } from "./send-file.tsx";
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
      if (!(error instanceof UploadFailure)) throw error;
      if (!error.isCancelled) setFailure(error.message);
    }
  };

  const discard = async (preview: UploadPreview): Promise<void> => {
    setStep({ kind: "choose" });
    setFailure(null);
    await fetch(`/api/uploads/${preview.uploadId}`, { method: "DELETE" });
  };

  const create = async (preview: UploadPreview, choice: CreateUploadedSource): Promise<void> => {
    setIsCreating(true);
    setFailure(null);
    const outcome = await createSource(preview.uploadId, choice);
    if (outcome.ok) {
      router.push(`/data/${outcome.sourceId}`);
      return;
    }
    setIsCreating(false);
    setFailure(outcome.message);
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

type Outcome = { readonly ok: true; readonly sourceId: string } | { readonly ok: false; readonly message: string };

async function createSource(uploadId: string, choice: CreateUploadedSource): Promise<Outcome> {
  const response = await fetch(`/api/uploads/${uploadId}/source`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(choice),
  }).catch(() => null);
  if (response === null) return { ok: false, message: "The connection was lost. The file is still here: try again." };
  const body: unknown = await response.json().catch(() => null);
  const created = createdSourceSchema.safeParse(body);
  if (created.success) return { ok: true, sourceId: created.data.sourceId };
  const message = body !== null && typeof body === "object" && "error" in body ? messageIn(body.error) : null;
  return { ok: false, message: message ?? "The source could not be created. Try again." };
}

function messageIn(error: unknown): string | null {
  return error !== null && typeof error === "object" && "message" in error && typeof error.message === "string"
    ? error.message
    : null;
}
