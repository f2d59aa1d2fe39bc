import { exportThread } from "#lib/ai/ask/export-markdown";
import { route } from "#lib/auth/route";
import { download } from "#lib/data/csv-file";

/** The thread's newest branch as a Markdown file. */
export const GET = route<{ id: string }>(async (viewer, _request, { id }) => {
  const { name, text } = await exportThread(viewer, id);
  return download(`${name.slice(0, 60) || "thread"}.md`, "text/markdown; charset=utf-8", text);
});
