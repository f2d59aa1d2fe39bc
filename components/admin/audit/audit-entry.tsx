import { ChevronRight } from "lucide-react";
import { Badge } from "#components/ui/badge";
import { ScrollRegion } from "#components/ui/scroll-region";
import type { AuditEntry } from "#lib/contract/audit";
import { describeAction, outcomeLabels } from "./words.tsx";

type AuditEntryRowProps = { readonly entry: AuditEntry; readonly locale: string; readonly timeZone: string };

/** One entry; opens to what it was before and after. */
export function AuditEntryRow({ entry, locale, timeZone }: AuditEntryRowProps) {
  const time = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "medium", timeZone });
  return (
    <li>
      <details className="group">
        <summary className="flex cursor-pointer list-none flex-wrap items-baseline gap-x-3 gap-y-0.5 px-3 py-2 hover:bg-text/3 [&::-webkit-details-marker]:hidden">
          <ChevronRight
            aria-hidden="true"
            className="size-3.5 shrink-0 self-center text-quiet transition-transform group-open:rotate-90"
          />
          <span className="font-medium">{describeAction(entry.action)}</span>
          {entry.outcome !== "done" && (
            <Badge tone={entry.outcome === "failed" ? "danger" : "warning"}>{outcomeLabels[entry.outcome]}</Badge>
          )}
          <span className="min-w-0 text-quiet [overflow-wrap:anywhere]">{entry.target}</span>
          <span className="nums ml-auto min-w-0 text-quiet text-sm [overflow-wrap:anywhere]">
            {entry.userEmail ?? "The system"} · {time.format(entry.createdAt)}
          </span>
        </summary>
        <EntryDetail entry={entry} />
      </details>
    </li>
  );
}

function EntryDetail({ entry }: { readonly entry: AuditEntry }) {
  const rows = changesOf(entry);
  return (
    <div className="space-y-2 border-t bg-canvas px-3 py-3 text-sm sm:pl-9">
      <p className="nums text-quiet">
        Entry {entry.id} · <code className="font-mono text-xs">{entry.action}</code> · {outcomeLabels[entry.outcome]}
      </p>
      {rows.length === 0 ? (
        <p className="text-quiet">Nothing was recorded beside this.</p>
      ) : (
        <ScrollRegion label={`Details of entry ${entry.id}`} className="overflow-x-auto">
          <table className="w-full min-w-96 text-left">
            <thead className="text-quiet text-xs">
              <tr className="border-b">
                <th scope="col" className="w-1/4 py-1 pr-3 font-medium">
                  Field
                </th>
                <th scope="col" className="py-1 pr-3 font-medium">
                  Before
                </th>
                <th scope="col" className="py-1 font-medium">
                  After
                </th>
              </tr>
            </thead>
            <tbody className="divide-y">
              {rows.map(({ name, before, after }) => (
                <tr key={name} className={before === after ? "text-quiet" : ""}>
                  <th scope="row" className="py-1 pr-3 align-top font-normal">
                    {name}
                  </th>
                  {[before, after].map((value, index) => (
                    <td
                      key={index === 0 ? "before" : "after"}
                      className="whitespace-pre-wrap py-1 pr-3 align-top font-mono text-xs [overflow-wrap:anywhere]"
                    >
                      {value}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      )}
    </div>
  );
}

type Change = { readonly name: string; readonly before: string; readonly after: string };

/** Every field that either side names, those that differ first. */
function changesOf({ before, after }: AuditEntry): Change[] {
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  return names
    .map((name) => ({ name, before: show(before?.[name]), after: show(after?.[name]) }))
    .toSorted((left, right) => Number(left.before === left.after) - Number(right.before === right.after));
}

function show(value: unknown): string {
  if (value === undefined) return "–";
  return typeof value === "string" ? value : JSON.stringify(value, null, 1);
}
