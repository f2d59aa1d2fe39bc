import { classNames } from "#components/ui/class-names";
import { ScrollRegion } from "#components/ui/scroll-region";
import type { UploadPreview } from "#lib/contract/uploads";
import { formatCell } from "#lib/worksheet/format-cell";
import type { ChosenColumn } from "./upload-columns.tsx";

type UploadRowsProps = {
  readonly preview: UploadPreview;
  readonly columns: readonly ChosenColumn[];
  readonly locale: string;
};

/** The first rows as they were read, for the columns that are kept. */
export function UploadRows({ preview, columns, locale }: UploadRowsProps) {
  const kept = columns.map((column, index) => ({ column, index })).filter(({ column }) => column.include);
  const rows = preview.rows.map((cells, index) => ({ key: index, cells }));
  return (
    <section aria-label="First rows">
      <h2 className="mb-2 font-semibold text-lg">First rows</h2>
      <ScrollRegion label="Table of first rows" className="max-h-96 overflow-auto rounded-md border bg-surface">
        <table className="text-sm">
          <thead className="sticky top-0 bg-surface text-left">
            <tr>
              {kept.map(({ column, index }) => (
                <th key={index} scope="col" className="whitespace-nowrap border-b px-3 py-1.5 font-medium">
                  {column.name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody className="divide-y">
            {rows.map(({ key, cells }) => (
              <tr key={key}>
                {kept.map(({ column, index }) => (
                  <td
                    key={index}
                    className={classNames(
                      "max-w-72 truncate whitespace-nowrap px-3 py-1",
                      column.type === "number" && "nums text-right",
                    )}
                  >
                    {formatCell(cells[index] ?? null, column, locale)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </section>
  );
}
