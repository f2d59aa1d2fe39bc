import { notFound } from "next/navigation";
import { AskbookError } from "#lib/errors";

/** What a page is about; when it does not exist or the viewer has no access to it, the page that says so. */
export async function orNotFound<Thing>(load: () => Promise<Thing>): Promise<Thing> {
  try {
    return await load();
  } catch (error) {
    if (error instanceof AskbookError && error.code === "not_found") notFound();
    throw error;
  }
}
