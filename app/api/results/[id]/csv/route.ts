import { route } from "#lib/auth/route";
import { exportCsv } from "#lib/data/export-csv";

/** All rows of a result as a file. */
export const GET = route<{ id: string }>(async (viewer, request, { id }) => {
  const { name, stream } = await exportCsv(viewer, id, request.signal);
  return new Response(stream, {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="result.csv"; filename*=UTF-8''${encodeURIComponent(`${name}.csv`)}`,
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    },
  });
});
