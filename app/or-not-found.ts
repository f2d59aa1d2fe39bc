import { notFound } from "next/navigation";
import { AskbookError } from "#lib/errors";

/** What a page is about; when it does not exist or the viewer has no access to it, the page that says so. */
export async function orNotFound<Thing>(load: () => Promise<Thing>): Promise<Thing> {
  const found = await orNull(load);
  return found === null ? notFound() : found;
}

/** For a page's title, which is read before the page can say that there is nothing. */
export async function orNull<Thing>(load: () => Promise<Thing>): Promise<Thing | null> {
  try {
    return await load();
  } catch (error) {
    if (error instanceof AskbookError && error.code === "not_found") return null;
    throw error;
  }
}
