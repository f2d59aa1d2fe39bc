import { ScrollRegion } from "#components/ui/scroll-region";
import type { ChartData } from "#lib/chart/option/fields";

const mostRows = 200;

/** The drawn rows as a table, for those who read rather than look. */
export function ChartTable({
  data,
  title,
  height,
}: {
  readonly data: ChartData;
  readonly title: string;
  readonly height: number;
}) {
  const fields = [
    ...new Set(
      [data.trellis, data.x, data.color, ...data.y, data.size, ...data.tooltip].flatMap((field) => field ?? []),
    ),
  ];
  const rows = Array.from({ length: Math.min(data.rowCount, mostRows) }, (_, row) => row);
  return (
    <div style={{ height }}>
      <ScrollRegion label={`${title} as a table`} className="h-full overflow-auto">
        <table className="nums w-full text-sm">
          <caption className="py-1 text-left text-quiet text-xs">
            {data.rowCount > mostRows
              ? `The first ${mostRows} of ${data.rowCount.toLocaleString(data.locale)} points`
              : `${data.rowCount.toLocaleString(data.locale)} ${data.rowCount === 1 ? "point" : "points"}`}
          </caption>
          <thead>
            <tr className="border-b">
              {fields.map(({ column }) => (
                <th
                  key={column.columnId}
                  scope="col"
                  className={`px-2 py-1 font-medium ${column.type === "number" ? "text-right" : "text-left"}`}
                >
                  {column.name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row} className="border-b last:border-0">
                {fields.map(({ column, cells, show }) => (
                  <td key={column.columnId} className={`px-2 py-1 ${column.type === "number" ? "text-right" : ""}`}>
                    {show(cells[row] ?? null)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </div>
  );
}
