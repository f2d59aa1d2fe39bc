import { ArrowLeft } from "lucide-react";
import Link from "next/link";
import { QuestionDetail } from "#components/admin/usage/question-detail";
import { findCaptures } from "#db/queries/captures";
import { getOrganization } from "#db/queries/organizations";
import { getAskedQuestion } from "#db/queries/usage-report";
import { recordAudit } from "#lib/audit/record";
import { parseId } from "#lib/auth/input";
import { can } from "#lib/permissions";
import { NoAccess } from "../../../../no-access.tsx";
import { orNotFound } from "../../../../or-not-found.ts";
import { requirePageViewer } from "../../../../workspace-frame.tsx";

type QuestionPageProps = { readonly params: Promise<{ readonly runId: string }> };

/** What was asked and what was sent for it. That an admin looked at another person's is written down. */
export default async function QuestionPage({ params }: QuestionPageProps) {
  const viewer = await requirePageViewer();
  if (!can(viewer, "administer")) return <NoAccess title="Administration is for admins" />;
  const { runId } = await params;
  const question = await orNotFound(() => getAskedQuestion(viewer, parseId(runId)));
  const [captures, { locale, timeZone }] = await Promise.all([
    findCaptures(viewer, question.runId),
    getOrganization(viewer),
  ]);
  if (question.email !== viewer.email)
    await recordAudit(viewer, {
      action: "question.view",
      target: `${question.email} ${question.runId}`,
      outcome: "done",
    });
  const requests = captures.map(({ runId: _run, createdAt: _at, ...sent }) => sent);
  return (
    <QuestionDetail
      question={question}
      requests={requests}
      locale={locale}
      timeZone={timeZone}
      back={
        <Link
          href="/admin/usage"
          className="inline-flex items-center gap-1 text-accent underline-offset-2 hover:underline"
        >
          <ArrowLeft aria-hidden="true" className="size-4" />
          Usage
        </Link>
      }
    />
  );
}
