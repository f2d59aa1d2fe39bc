import { Download } from "lucide-react";
import Link from "next/link";
import { classNames } from "#components/ui/class-names";
import { Notice } from "#components/ui/notice";
import { Page, Section } from "#components/ui/page";
import type { ActionResult } from "#lib/contract/action";
import { type Prices, type UsageDimension, type UsageReport, usageDimensions } from "#lib/contract/usage";
import { SignInAgain } from "../sign-in-again.tsx";
import { PriceForm } from "./price-form.tsx";
import { QuestionList } from "./question-list.tsx";
import { RangePicker } from "./range-picker.tsx";
import { UsageChart } from "./usage-chart.tsx";
import { UsageTable } from "./usage-table.tsx";
import { UsageTotals } from "./usage-totals.tsx";

type UsageViewProps = {
  readonly report: UsageReport;
  /** In the organization's time zone. */
  readonly today: string;
  readonly isFirstPage: boolean;
  readonly locale: string;
  readonly email: string;
  readonly changePrices: (prices: Prices) => Promise<ActionResult<void>>;
};

const dimensionLabels: Record<UsageDimension, string> = {
  day: "Day",
  person: "Person",
  feature: "Feature",
  model: "Model",
};

/** What AI features were used for, by whom, and what it took. */
export function UsageView({ report, today, isFirstPage, locale, email, changePrices }: UsageViewProps) {
  const { range, by, totals } = report;
  const linkTo = (more: Readonly<Record<string, string>>): string =>
    `/admin/usage?${new URLSearchParams({ from: range.from, to: range.to, by, ...more })}`;
  return (
    <Page
      title="Usage"
      description={`What AI features were asked, and what the answers took. Days are those of ${range.timeZone}.`}
      actions={
        <a
          href={`/admin/usage/export?${new URLSearchParams({ from: range.from, to: range.to })}`}
          download
          className="inline-flex h-8 items-center gap-1.5 rounded-md border border-line-strong bg-surface px-3 font-medium transition-colors hover:bg-text/5 [&_svg]:size-4"
        >
          <Download aria-hidden="true" />
          Export CSV
        </a>
      }
    >
      <RangePicker range={range} by={by} today={today} />
      {totals.calls === 0 ? (
        <Notice className="mt-6">
          Nothing was asked in these days. Figures appear here with the first question, whichever model answers it.
        </Notice>
      ) : (
        <>
          <UsageTotals totals={totals} locale={locale} />
          <UsageChart days={report.days} locale={locale} />
          <Section
            title={`By ${dimensionLabels[by].toLowerCase()}`}
            actions={
              <nav aria-label="Group usage by" className="inline-flex rounded-md border p-0.5">
                {usageDimensions.map((dimension) => (
                  <Link
                    key={dimension}
                    href={linkTo({ by: dimension })}
                    scroll={false}
                    aria-current={dimension === by ? "true" : undefined}
                    className={classNames(
                      "inline-flex h-6 items-center rounded-sm px-2 text-sm transition-colors hover:text-text",
                      dimension === by ? "bg-text/8 text-text" : "text-quiet",
                    )}
                  >
                    {dimensionLabels[dimension]}
                  </Link>
                ))}
              </nav>
            }
          >
            <UsageTable rows={report.rows} by={by} locale={locale} />
          </Section>
          <Section
            title="Questions"
            description={`Only admins see this list. A text is shown for ${report.retentionDays === 1 ? "a day" : `${report.retentionDays} days`}, as retention in AI settings says; the figures above stay.`}
          >
            <QuestionList questions={report.questions} timeZone={range.timeZone} locale={locale} />
            <p className="mt-3 flex gap-4">
              {!isFirstPage && (
                <Link href={linkTo({})} className="text-accent underline-offset-2 hover:underline">
                  Newest
                </Link>
              )}
              {report.olderQuestions !== null && (
                <Link
                  href={linkTo({ before: report.olderQuestions })}
                  className="text-accent underline-offset-2 hover:underline"
                >
                  Older questions
                </Link>
              )}
            </p>
          </Section>
        </>
      )}
      <Section
        title="Prices"
        description="US dollars per million tokens. Unless you enter what your contract says, list prices of 21 November 2026 are used where they are known. A change holds for calls from then on."
      >
        <SignInAgain email={email}>
          <PriceForm prices={report.prices} changePrices={changePrices} />
        </SignInAgain>
      </Section>
    </Page>
  );
}
