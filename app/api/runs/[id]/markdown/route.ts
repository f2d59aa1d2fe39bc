import { exportAnswer } from "#lib/ai/ask/export-markdown";
import { route } from "#lib/auth/route";
import { download } from "#lib/data/csv-file";

/** The answer as a Markdown file. */
export const GET = route<{ id: string }>(async (viewer, _request, { id }) => {
  const { name, text } = await exportAnswer(viewer, id);
  return download(`${name.slice(0, 60) || "answer"}.md`, "text/markdown; charset=utf-8", text);
});
