import { z } from "zod";
import { type UploadPreview, uploadPreviewSchema } from "#lib/contract/uploads";

export type Sending = { readonly promise: Promise<UploadPreview>; readonly cancel: () => void };

/** What went wrong, in words for the person who uploads. A cancelled upload rejects with `isCancelled`. */
export class UploadFailure extends Error {
  readonly isCancelled: boolean;

  constructor(message: string, isCancelled = false) {
    super(message);
    this.name = "UploadFailure";
    this.isCancelled = isCancelled;
  }
}

const failureSchema = z.object({ error: z.object({ message: z.string() }) });

/** Streams a file to `POST /api/uploads`; XMLHttpRequest, because fetch tells no progress of what is sent. `onProgress` gets 0 to 1. */
export function sendFile(file: File, onProgress: (share: number) => void): Sending {
  const request = new XMLHttpRequest();
  const promise = new Promise<UploadPreview>((resolve, reject) => {
    request.upload.onprogress = (event) => onProgress(event.lengthComputable ? event.loaded / event.total : 0);
    request.onload = () => {
      const preview = uploadPreviewSchema.safeParse(parseJson(request.responseText));
      if (request.status < 300 && preview.success) resolve(preview.data);
      else reject(new UploadFailure(messageOf(request)));
    };
    request.onerror = () => reject(new UploadFailure("The connection was lost. Check the network and try again."));
    request.onabort = () => reject(new UploadFailure("Cancelled. Nothing was kept.", true));
    request.open("POST", `/api/uploads?name=${encodeURIComponent(file.name)}`);
    request.setRequestHeader("content-type", "application/octet-stream");
    request.send(file);
  });
  return { promise, cancel: () => request.abort() };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function messageOf(request: XMLHttpRequest): string {
  const failure = failureSchema.safeParse(parseJson(request.responseText));
  return failure.success
    ? failure.data.error.message
    : `The server could not read this file (status ${request.status}).`;
}
