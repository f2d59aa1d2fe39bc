"use client";

import { ChartColumn, ChartLine, ChartPie, ChartScatter, Hash, type LucideIcon } from "lucide-react";
import { useEffect, useState } from "react";
import { Button } from "#components/ui/button";
import { request, sentenceOf } from "#components/ui/request";
import type { ChartMark } from "#lib/chart/chart";
import { markNames } from "#lib/chart/describe-chart";
import { type OfferedChart, relatedChartsSchema } from "#lib/contract/related";

type RelatedChartsProps = {
  readonly runId: string;
  /** Makes it the next answer. Throws RequestError. */
  readonly onChoose: (chart: OfferedChart) => Promise<void>;
};

/** Charts that go on from an answer, each a press away. */
export function RelatedCharts({ runId, onChoose }: RelatedChartsProps) {
  const { charts, problem: missing } = useRelated(runId);
  const [chosen, setChosen] = useState<string | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const problem = refusal ?? missing;
  const choose = async (chart: OfferedChart) => {
    setChosen(chart.title);
    setRefusal(null);
    try {
      await onChoose(chart);
    } catch (error) {
      setRefusal(sentenceOf(error));
    } finally {
      setChosen(null);
    }
  };
  if (charts.length === 0 && problem === null) return null;
  return (
    <section aria-label="Related charts" className="animate-arrive pt-1">
      <h3 className="mb-1.5 text-quiet text-sm">Related charts</h3>
      <ul className="flex flex-wrap gap-1.5">
        {charts.map((chart) => (
          <li key={chart.title} className="max-w-full">
            <Button
              size="small"
              pending={chosen === chart.title}
              disabled={chosen !== null}
              onClick={() => void choose(chart)}
              className="h-auto min-h-7 max-w-full whitespace-normal py-1 text-left font-normal"
            >
              <MarkIcon mark={chart.mark} />
              <span className="min-w-0 [overflow-wrap:anywhere]">{chart.title}</span>
            </Button>
          </li>
        ))}
      </ul>
      {problem !== null && (
        <p role="alert" className="mt-1.5 text-danger text-sm">
          {problem}
        </p>
      )}
    </section>
  );
}

function MarkIcon({ mark }: { readonly mark: ChartMark }) {
  const Icon = icons[mark];
  return <Icon role="img" aria-label={markNames[mark]} />;
}

const icons: Readonly<Record<ChartMark, LucideIcon>> = {
  bar: ChartColumn,
  line: ChartLine,
  area: ChartLine,
  combo: ChartColumn,
  scatter: ChartScatter,
  pie: ChartPie,
  donut: ChartPie,
  histogram: ChartColumn,
  box: ChartColumn,
  kpi: Hash,
};

const none: readonly OfferedChart[] = [];

function useRelated(runId: string) {
  const [found, setFound] = useState<{ readonly charts: readonly OfferedChart[]; readonly problem: string | null }>({
    charts: none,
    problem: null,
  });
  useEffect(() => {
    const leave = new AbortController();
    request(`/api/runs/${runId}/related`, relatedChartsSchema, { signal: leave.signal }).then(
      ({ charts }) => setFound({ charts, problem: null }),
      (error: unknown) => {
        if (leave.signal.aborted) return;
        setFound({ charts: none, problem: `Related charts could not be found. ${sentenceOf(error)}` });
      },
    );
    return () => leave.abort();
  }, [runId]);
  return found;
}
