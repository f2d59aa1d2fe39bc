import { Badge } from "#components/ui/badge";
import { ScrollRegion } from "#components/ui/scroll-region";
import { formatCell } from "#lib/worksheet/format-cell";
import type { Cell } from "#lib/worksheet/result";
import type { SourceColumn } from "#lib/worksheet/worksheet";

export type ColumnProfileSummary = {
  readonly columnId: string;
  readonly count: number;
  readonly nulls: number;
  readonly distinct: number;
  readonly min: string | number | null;
  readonly max: string | number | null;
  readonly topValues: readonly { readonly value: string | number | boolean; readonly count: number }[];
};

type ColumnListProps = {
  readonly columns: readonly SourceColumn[];
  readonly profiles: readonly ColumnProfileSummary[];
  readonly locale: string;
};

/** Columns with their types, descriptions and what is in them. */
export function ColumnList({ columns, profiles, locale }: ColumnListProps) {
  const byId = new Map(profiles.map((profile) => [profile.columnId, profile]));
  return (
    <ScrollRegion label="Table of columns" className="overflow-x-auto rounded-md border bg-surface">
      <table className="w-full min-w-2xl text-sm">
        <thead className="text-left text-quiet text-xs">
          <tr className="border-b">
            {["Column", "Type", "Filled", "Distinct", "Smallest to largest", "Most frequent"].map((title) => (
              <th key={title} scope="col" className="px-3 py-2 font-medium">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y">
          {columns
            .filter((column) => !column.hidden)
            .map((column) => (
              <ColumnRow key={column.id} column={column} profile={byId.get(column.id)} locale={locale} />
            ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

type ColumnRowProps = {
  readonly column: SourceColumn;
  readonly profile: ColumnProfileSummary | undefined;
  readonly locale: string;
};

function ColumnRow({ column, profile, locale }: ColumnRowProps) {
  const show = (value: Cell): string => formatCell(value, column, locale);
  const number = new Intl.NumberFormat(locale);
  return (
    <tr className="align-top">
      <th scope="row" className="min-w-44 max-w-72 px-3 py-2 text-left font-normal">
        <span className="font-medium">{column.name}</span>
        {column.neverSend && (
          <span className="ml-2">
            <Badge>Never sent to AI</Badge>
          </span>
        )}
        {column.description !== "" && <span className="block text-quiet text-xs">{column.description}</span>}
      </th>
      <td className="px-3 py-2 text-quiet">
        {typeName(column)}
        {column.unit !== undefined && <span> · {column.unit}</span>}
      </td>
      <td className="nums px-3 py-2">{profile === undefined ? "" : filledShare(profile, locale)}</td>
      <td className="nums px-3 py-2">{profile === undefined ? "" : number.format(profile.distinct)}</td>
      <td className="nums max-w-64 truncate px-3 py-2">
        {profile !== undefined && profile.min !== null && `${show(profile.min)} – ${show(profile.max)}`}
      </td>
      <td className="max-w-72 truncate px-3 py-2 text-quiet">
        {profile?.topValues
          .slice(0, 3)
          .map(({ value }) => show(value))
          .join(", ")}
      </td>
    </tr>
  );
}

function filledShare({ count, nulls }: ColumnProfileSummary, locale: string): string {
  const share = count === 0 ? 0 : (count - nulls) / count;
  return new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: share === 1 ? 0 : 1 }).format(share);
}

const typeNames: Record<SourceColumn["type"], string> = {
  text: "Text",
  number: "Number",
  date: "Date and time",
  logical: "Logical",
  variant: "Variant",
};

export function typeName(column: Pick<SourceColumn, "type" | "grain">): string {
  return column.type === "date" && column.grain === "day" ? "Date" : typeNames[column.type];
}
