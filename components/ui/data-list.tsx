import type { ReactNode } from "react";

type DataListProps = {
  readonly items: readonly { readonly label: string; readonly value: ReactNode }[];
};

/** Names and values, such as a summary of what is saved. */
export function DataList({ items }: DataListProps) {
  return (
    <dl className="divide-y text-base">
      {items.map((item) => (
        <div key={item.label} className="grid gap-x-4 py-2 sm:grid-cols-[11rem_minmax(0,1fr)]">
          <dt className="text-quiet">{item.label}</dt>
          <dd className="min-w-0 [overflow-wrap:anywhere]">{item.value}</dd>
        </div>
      ))}
    </dl>
  );
}
