import type { ReactNode } from "react";
import { DataList } from "#components/ui/data-list";
import { Page, Section } from "#components/ui/page";
import { SentList } from "#components/ui/sent-list";
import type { Sent } from "#lib/contract/sent";
import type { AskedQuestion } from "#lib/contract/usage";
import { showCount, showFeature, showModel, showMoney, showProvider, showSeconds } from "./figures.tsx";
import { StatusBadge } from "./question-list.tsx";

type QuestionDetailProps = Sent & {
  readonly question: AskedQuestion;
  readonly locale: string;
  readonly timeZone: string;
  /** Leads to where it is listed. */
  readonly back: ReactNode;
};

/** One question as an admin sees it: by whom, what it took, and exactly what was sent. */
export function QuestionDetail({ question, requests, locale, timeZone, back }: QuestionDetailProps) {
  const time = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeStyle: "medium", timeZone });
  const count = (tokens: number): string => showCount(tokens, locale);
  const items = [
    { label: "Asked by", value: `${question.person} (${question.email})` },
    { label: "When", value: `${time.format(question.askedAt)} (${timeZone})` },
    { label: "Feature", value: showFeature(question.kind) },
    { label: "Answered by", value: answeredBy(question) },
    { label: "Sources", value: question.sources.length === 0 ? "None" : question.sources.join(", ") },
    {
      label: "Tokens",
      value: <span className="nums">{`${count(question.inputTokens)} in, ${count(question.outputTokens)} out`}</span>,
    },
    { label: "Cost", value: showMoney(question.costUsd, locale) },
    { label: "Time", value: showSeconds(question.elapsedMs, locale) },
    ...(question.error === null ? [] : [{ label: "Why it ended", value: question.error }]),
  ];
  return (
    <Page title="What was sent" description={back} actions={<StatusBadge status={question.status} />}>
      <Section title="Question">
        <p className="mb-4 max-w-prose whitespace-pre-wrap text-lg [overflow-wrap:anywhere]">
          {question.text ?? "No text was asked."}
        </p>
        <DataList items={items} />
      </Section>
      <Section
        title="Requests to the provider"
        description="Byte for byte, without credentials. The person who asked sees the same beside the answer."
      >
        <SentList requests={requests} />
      </Section>
    </Page>
  );
}

function answeredBy({ provider, model }: AskedQuestion): string {
  if (provider === null || model === null) return "Nobody: it ended before a model was asked";
  return provider === "built-in"
    ? "The built-in model, on this server"
    : `${showModel(model)} of ${showProvider(provider)}`;
}
