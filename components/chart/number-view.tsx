import type { ChartData } from "./chart-data.tsx";

/** One number, or a few, set large. */
export function NumberView({ data }: { readonly data: ChartData }) {
  return (
    <dl className="flex flex-wrap gap-x-10 gap-y-4 px-1 py-3">
      {data.y.map((field) => (
        <div key={field.column.key} className="flex flex-col-reverse">
          <dt className="text-quiet text-sm">{field.column.name}</dt>
          <dd className="nums font-semibold text-2xl tracking-tight">{field.show(field.cells[0] ?? null)}</dd>
        </div>
      ))}
    </dl>
  );
}
