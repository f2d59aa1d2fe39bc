import Link from "next/link";
import { Badge } from "#components/ui/badge";
import type { AskedQuestion } from "#lib/contract/usage";
import { showCount, showFeature, showModel, showMoney, showSeconds } from "./figures.tsx";

type QuestionListProps = {
  readonly questions: readonly AskedQuestion[];
  readonly timeZone: string;
  readonly locale: string;
};

/** What was asked, newest first. */
export function QuestionList({ questions, timeZone, locale }: QuestionListProps) {
  if (questions.length === 0)
    return <p className="text-quiet">No question of these days is kept: nobody asked, or retention removed them.</p>;
  const time = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short", timeZone });
  return (
    <ul className="divide-y rounded-md border bg-surface">
      {questions.map((question) => (
        <li key={question.runId} className="relative px-4 py-2.5 hover:bg-text/3">
          <div className="flex flex-wrap items-baseline gap-x-2">
            <Link
              href={`/admin/usage/questions/${question.runId}`}
              className="min-w-0 font-medium [overflow-wrap:anywhere] after:absolute after:inset-0"
            >
              {titleOf(question)}
            </Link>
            <StatusBadge status={question.status} />
          </div>
          <p className="nums text-quiet text-sm">
            {[question.person, time.format(question.askedAt), ...whatItTook(question, locale)].join(" · ")}
          </p>
        </li>
      ))}
    </ul>
  );
}

export function titleOf({ text, kind }: AskedQuestion): string {
  if (text === null || text.trim() === "") return showFeature(kind);
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}

export function whatItTook(question: AskedQuestion, locale: string): string[] {
  const tokens = question.inputTokens + question.outputTokens;
  return [
    ...(question.sources.length === 0 ? [] : [question.sources.join(", ")]),
    ...(question.model === null ? [] : [showModel(question.model)]),
    ...(tokens === 0 ? [] : [`${showCount(tokens, locale)} tokens`, showMoney(question.costUsd, locale)]),
    ...(question.elapsedMs === null ? [] : [showSeconds(question.elapsedMs, locale)]),
  ];
}

export function StatusBadge({ status }: Pick<AskedQuestion, "status">) {
  if (status === "done") return null;
  if (status === "failed") return <Badge tone="danger">Failed</Badge>;
  return <Badge>{{ running: "Running", stopped: "Stopped", interrupted: "Interrupted" }[status]}</Badge>;
}
