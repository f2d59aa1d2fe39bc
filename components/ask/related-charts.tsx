"use client";

import { ChartColumn, ChartLine, ChartPie, ChartScatter, Hash, type LucideIcon } from "lucide-react";
import { useCallback, useEffect, useState } from "react";
import { Button } from "#components/ui/button";
import { Notice } from "#components/ui/notice";
import { request, sentenceOf } from "#components/ui/request";
import { useBackAgain } from "#components/ui/use-back-again";
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
  const { charts, problem, isLooking, retry } = useRelated(runId);
  const [chosen, setChosen] = useState<string | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
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
  if (problem !== null) return <NotFound problem={problem} isLooking={isLooking} onRetry={retry} />;
  if (charts.length === 0) return null;
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
      {refusal !== null && (
        <p role="alert" className="mt-1.5 text-danger text-sm">
          {refusal}
        </p>
      )}
    </section>
  );
}

type NotFoundProps = { readonly problem: string; readonly isLooking: boolean; readonly onRetry: () => void };

function NotFound({ problem, isLooking, onRetry }: NotFoundProps) {
  return (
    <Notice tone="warning" onRetry={onRetry} isRetrying={isLooking}>
      Related charts could not be found. {problem}
    </Notice>
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

type Related = {
  readonly charts: readonly OfferedChart[];
  readonly problem: string | null;
  readonly isLooking: boolean;
};

function useRelated(runId: string) {
  const [related, setRelated] = useState<Related>({ charts: none, problem: null, isLooking: true });
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    // Each attempt asks anew.
    void attempt;
    const leave = new AbortController();
    setRelated((before) => ({ ...before, isLooking: true }));
    request(`/api/runs/${runId}/related`, relatedChartsSchema, { signal: leave.signal }).then(
      ({ charts }) => setRelated({ charts, problem: null, isLooking: false }),
      (error: unknown) => {
        if (!leave.signal.aborted) setRelated({ charts: none, problem: sentenceOf(error), isLooking: false });
      },
    );
    return () => leave.abort();
  }, [runId, attempt]);
  const retry = useCallback(() => setAttempt((count) => count + 1), []);
  useBackAgain(related.problem === null || related.isLooking ? null : retry);
  return { ...related, retry };
}
