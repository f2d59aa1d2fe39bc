import { ScrollRegion } from "#components/ui/scroll-region";
import type { UsageDimension, UsageRow } from "#lib/contract/usage";
import { showCost, showCount, showDay, showFeature, showModel, showProvider, showSeconds } from "./figures.tsx";

type UsageTableProps = { readonly rows: readonly UsageRow[]; readonly by: UsageDimension; readonly locale: string };

const titles: Record<UsageDimension, string> = { day: "Day", person: "Person", feature: "Feature", model: "Model" };

/** One line for each day, person, feature or model. */
export function UsageTable({ rows, by, locale }: UsageTableProps) {
  const columns = columnsFor(by, locale);
  return (
    <ScrollRegion label={`Usage by ${by}`} className="overflow-x-auto rounded-md border bg-surface">
      <table className="w-full text-sm">
        <thead className="text-quiet text-xs">
          <tr className="border-b">
            <th scope="col" className="px-3 py-2 text-left font-medium">
              {titles[by]}
            </th>
            {columns.map(({ title }) => (
              <th key={title} scope="col" className="whitespace-nowrap px-3 py-2 text-right font-medium">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y">
          {rows.map((row) => (
            <tr key={`${row.name} ${row.detail}`}>
              <th scope="row" className="min-w-40 px-3 py-1.5 text-left font-normal">
                {nameOf(row, by, locale)}
                {row.detail !== null && (
                  <span className="block text-quiet text-xs">
                    {by === "model" ? showProvider(row.detail) : row.detail}
                  </span>
                )}
              </th>
              {columns.map(({ title, show }) => (
                <td key={title} className="nums whitespace-nowrap px-3 py-1.5 text-right">
                  {show(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

type Column = { readonly title: string; readonly show: (row: UsageRow) => string };

function columnsFor(by: UsageDimension, locale: string): readonly Column[] {
  const count = (value: number): string => showCount(value, locale);
  const columns: readonly Column[] = [
    { title: "Questions", show: (row) => count(row.questions) },
    { title: "People", show: (row) => count(row.people) },
    { title: "Sources", show: (row) => count(row.sources) },
    { title: "Calls", show: (row) => count(row.calls) },
    { title: "Failures", show: (row) => count(row.failures) },
    { title: "Tokens in", show: (row) => count(row.inputTokens) },
    { title: "Tokens out", show: (row) => count(row.outputTokens) },
    { title: "Cost", show: (row) => showCost(row, locale) },
    { title: "First token", show: (row) => showSeconds(row.averageFirstTokenMs, locale) },
    { title: "Time", show: (row) => showSeconds(row.averageMs, locale) },
  ];
  return by === "person" ? columns.filter(({ title }) => title !== "People") : columns;
}

function nameOf({ name }: UsageRow, by: UsageDimension, locale: string): string {
  if (name === null) return "The system, or people who were removed";
  if (by === "day") return showDay(name, locale);
  if (by === "feature") return showFeature(name);
  return by === "model" ? showModel(name) : name;
}
