import { DataList } from "#components/ui/data-list";
import type { General } from "#lib/contract/general";
import { formatCell } from "#lib/worksheet/format-cell";

type GeneralPreviewProps = {
  readonly general: Pick<General, "timeZone" | "locale" | "weekStart" | "currency">;
  /** ISO. One moment for server and browser. */
  readonly now: string;
};

const weeks = { sunday: "Sunday to Saturday", monday: "Monday to Sunday" } as const;

/** What tables, charts and sentences will look like, by the function that they use. */
export function GeneralPreview({ general: { timeZone, locale, weekStart, currency }, now }: GeneralPreviewProps) {
  const moment = localMoment(now, timeZone);
  const day = moment.slice(0, 10);
  const number = (value: number, format?: { readonly kind: "currency" | "percent" }) =>
    formatCell(value, { type: "number", format }, locale, { currency });
  return (
    <section aria-label="Preview" className="rounded-md border bg-surface px-4 py-2">
      <h3 className="pt-1 font-medium">Preview</h3>
      <DataList
        items={[
          { label: "Today", value: formatCell(day, { type: "date", grain: "day" }, locale) },
          { label: "Now", value: formatCell(moment, { type: "date", grain: "time" }, locale) },
          {
            label: "Month",
            value: formatCell(day, { type: "date", format: { kind: "date", datePattern: "month" } }, locale),
          },
          { label: "Week", value: weeks[weekStart] },
          { label: "Number", value: <span className="nums">{number(1_234_567.891)}</span> },
          { label: "Amount", value: <span className="nums">{number(1234.5, { kind: "currency" })}</span> },
          { label: "Share", value: <span className="nums">{number(0.1234, { kind: "percent" })}</span> },
        ]}
      />
    </section>
  );
}

/** `2026-11-21T15:04:00` on the clocks of the zone. */
function localMoment(now: string, timeZone: string): string {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).formatToParts(new Date(now));
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.find((one) => one.type === type)?.value ?? "";
  return `${part("year")}-${part("month")}-${part("day")}T${part("hour")}:${part("minute")}:00`;
}
