import { getOrganization } from "#db/queries/organizations";
import { findUsageLines } from "#db/queries/usage-report";
import { route } from "#lib/auth/route";
import { csvFile } from "#lib/data/csv-file";
import { readRange } from "#lib/usage/report";

/** Usage of a range of days, by day, person, feature and model, as CSV. For admins. */
export const GET = route(async (viewer, request) => {
  const { searchParams } = new URL(request.url);
  const { timeZone } = await getOrganization(viewer);
  const range = readRange(
    { from: searchParams.get("from") ?? undefined, to: searchParams.get("to") ?? undefined },
    timeZone,
  );
  const lines = await findUsageLines(viewer, range);
  const rows = lines.map((line) => [
    line.day,
    line.person,
    line.email,
    line.feature,
    line.provider,
    line.model,
    line.questions,
    line.sources,
    line.calls,
    line.failures,
    line.inputTokens,
    line.outputTokens,
    line.costUsd,
    line.callsWithoutPrice,
    line.averageFirstTokenMs,
    line.averageMs,
  ]);
  return csvFile(`usage-${range.from}-to-${range.to}.csv`, columns, rows);
});

const columns = [
  "Day",
  "Person",
  "E-mail",
  "Feature",
  "Provider",
  "Model",
  "Questions",
  "Sources",
  "Calls",
  "Failures",
  "Input tokens",
  "Output tokens",
  "Cost (USD)",
  "Calls without a known price",
  "Average time to first token (ms)",
  "Average time (ms)",
];
