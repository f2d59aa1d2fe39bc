import "server-only";
import { AskbookError } from "#lib/errors";

/** What an upload may be. */
export const limits = {
  bytes: 100_000_000,
  columns: 500,
  headerLength: 200,
  /** Characters of one value. */
  valueLength: 1_000_000,
  previewRows: 50,
  /** Uploads of one organization that have not become sources yet. */
  openUploads: 50,
} as const;

export function tooLarge(): AskbookError {
  return new AskbookError("too_large", {
    message: "The file is larger than 100 MB, which is the most that can be uploaded. Split it, or leave columns out.",
    field: "file",
  });
}

export function unreadable(message: string): AskbookError {
  return new AskbookError("invalid_input", { message, field: "file" });
}
