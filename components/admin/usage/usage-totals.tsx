import type { UsageFigures } from "#lib/contract/usage";
import { showCompact, showCost, showCount, showSeconds } from "./figures.tsx";

/** The whole range at a glance. */
export function UsageTotals({ totals, locale }: { readonly totals: UsageFigures; readonly locale: string }) {
  const count = (value: number): string => showCount(value, locale);
  const items = [
    { label: "Questions", value: count(totals.questions) },
    { label: "People", value: count(totals.people) },
    { label: "Sources", value: count(totals.sources) },
    { label: "Calls to models", value: count(totals.calls), note: failures(totals, locale) },
    {
      label: "Tokens in and out",
      value: `${showCompact(totals.inputTokens, locale)} · ${showCompact(totals.outputTokens, locale)}`,
    },
    { label: "Cost", value: showCost(totals, locale) },
    { label: "Time to first token", value: showSeconds(totals.averageFirstTokenMs, locale), note: "on average" },
    { label: "Time of a call", value: showSeconds(totals.averageMs, locale), note: "on average" },
  ];
  return (
    <dl className="my-6 grid grid-cols-2 gap-x-6 gap-y-5 sm:grid-cols-4">
      {items.map(({ label, value, note }) => (
        <div key={label} className="min-w-0">
          <dt className="text-quiet text-sm">{label}</dt>
          <dd>
            <span className="nums font-semibold text-xl">{value}</span>
            {note !== undefined && <span className="block text-quiet text-sm">{note}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function failures({ failures: count }: UsageFigures, locale: string): string {
  return count === 0 ? "none failed" : `${showCount(count, locale)} failed`;
}
