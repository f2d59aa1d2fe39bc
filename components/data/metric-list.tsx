import type { Metric } from "#lib/worksheet/worksheet";

export function MetricList({ metrics }: { readonly metrics: readonly Metric[] }) {
  return (
    <dl className="divide-y rounded-md border bg-surface text-sm">
      {metrics.map((metric) => (
        <div key={metric.id} className="grid gap-x-4 gap-y-1 px-3 py-2 sm:grid-cols-[12rem_minmax(0,1fr)]">
          <dt className="font-medium">{metric.name}</dt>
          <dd className="min-w-0">
            <code className="font-mono text-xs [overflow-wrap:anywhere]">{metric.formula}</code>
            {metric.description !== "" && <p className="text-quiet">{metric.description}</p>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
