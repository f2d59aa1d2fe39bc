import { RequestError, refusalOf } from "#components/ui/request";
import { type UploadPreview, uploadPreviewSchema } from "#lib/contract/uploads";

export type Sending = { readonly promise: Promise<UploadPreview>; readonly cancel: () => void };

/** The person stopped the upload: nothing to say. */
export class UploadCancelled extends Error {}

/** Streams a file to `POST /api/uploads`; XMLHttpRequest, because fetch tells no progress of what is sent. `onProgress` gets 0 to 1. */
export function sendFile(file: File, onProgress: (share: number) => void): Sending {
  const request = new XMLHttpRequest();
  const promise = new Promise<UploadPreview>((resolve, reject) => {
    request.upload.onprogress = (event) => onProgress(event.lengthComputable ? event.loaded / event.total : 0);
    request.onload = () => {
      const answer = parseJson(request.responseText);
      const preview = uploadPreviewSchema.safeParse(answer);
      if (request.status < 300 && preview.success) resolve(preview.data);
      else reject(new RequestError(refusalOf(answer)));
    };
    request.onerror = () => reject(new RequestError(refusalOf(undefined)));
    request.onabort = () => reject(new UploadCancelled());
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
