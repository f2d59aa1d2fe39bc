import { recordAudit } from "#lib/audit/record";
import { findAuditExport, readAuditFilter } from "#lib/audit/report";
import { route } from "#lib/auth/route";
import { csvFile, download } from "#lib/data/csv-file";

/** What the filters of the page show, all pages of it, as CSV or with `format=json` as JSON. For admins; that it was taken is an entry too. */
export const GET = route(async (viewer, request) => {
  const { searchParams } = new URL(request.url);
  const filter = readAuditFilter(searchParams);
  const isJson = searchParams.get("format") === "json";
  const entries = await findAuditExport(viewer, filter);
  await recordAudit(viewer, {
    action: "audit.export",
    after: { ...filter, format: isJson ? "json" : "csv", entries: entries.length },
    outcome: "done",
  });
  const day = new Date().toISOString().slice(0, 10);
  if (isJson) return download(`audit-log-${day}.json`, "application/json", JSON.stringify(entries, null, 2));
  const rows = entries.map((entry) => [
    String(entry.id),
    entry.createdAt.toISOString(),
    entry.userEmail ?? "system",
    entry.action,
    entry.target,
    entry.outcome,
    entry.before === null ? null : JSON.stringify(entry.before),
    entry.after === null ? null : JSON.stringify(entry.after),
  ]);
  return csvFile(`audit-log-${day}.csv`, columns, rows);
});

const columns = ["Entry", "Time (UTC)", "Person", "Action", "Target", "Outcome", "Before", "After"];
