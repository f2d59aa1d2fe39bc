import Link from "next/link";
import { Button } from "#components/ui/button";
import { classNames } from "#components/ui/class-names";
import { TextField } from "#components/ui/field";
import type { UsageDimension, UsageRange } from "#lib/contract/usage";

const presets = [7, 30, 90, 365] as const;

type RangePickerProps = { readonly range: UsageRange; readonly by: UsageDimension; readonly today: string };

/** A number of days until today, or two days. Works without scripts. */
export function RangePicker({ range, by, today }: RangePickerProps) {
  return (
    <div className="flex flex-wrap items-end gap-x-6 gap-y-3">
      <nav aria-label="Days" className="inline-flex rounded-md border p-0.5">
        {presets.map((days) => {
          const from = daysBefore(today, days - 1);
          const isChosen = range.from === from && range.to === today;
          return (
            <Link
              key={days}
              href={`/admin/usage?${new URLSearchParams({ from, to: today, by })}`}
              aria-current={isChosen ? "true" : undefined}
              className={classNames(
                "inline-flex h-7 items-center rounded-sm px-2.5 transition-colors hover:text-text",
                isChosen ? "bg-text/8 text-text" : "text-quiet",
              )}
            >
              {days} days
            </Link>
          );
        })}
      </nav>
      <form action="/admin/usage" className="flex flex-wrap items-end gap-2" key={`${range.from} ${range.to}`}>
        <input type="hidden" name="by" value={by} />
        <TextField label="From" type="date" name="from" defaultValue={range.from} required className="w-36" />
        <TextField label="To" type="date" name="to" defaultValue={range.to} required className="w-36" />
        <Button type="submit">Show</Button>
      </form>
    </div>
  );
}

function daysBefore(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10);
}
