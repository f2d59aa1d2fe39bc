import "server-only";
import { z } from "zod";
import { AskbookError } from "#lib/errors";

/** An id of an address: what is no id does not exist. */
export function parseId(text: string): string {
  const id = z.uuid().safeParse(text);
  if (!id.success) throw new AskbookError("not_found");
  return id.data;
}
