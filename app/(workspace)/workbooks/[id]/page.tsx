import { headers } from "next/headers";
import { z } from "zod";
import { WorkbookView } from "#components/workbook/workbook-view";
import { getOrganization } from "#db/queries/organizations";
import { isAiAvailable } from "#lib/ai/providers/registry";
import { type WorkbookDetail, type WorkbookStage, workbookStages } from "#lib/contract/workbooks";
import { AskbookError } from "#lib/errors";
import { can, type Person } from "#lib/permissions";
import { getWorkbookDetail } from "#lib/workbook-store/read-workbook";
import { findUsableSources } from "../../../find-usable-sources.ts";
import { NoAccess } from "../../../no-access.tsx";
import { orNotFound } from "../../../or-not-found.ts";
import { requirePageViewer } from "../../../workspace-frame.tsx";

type WorkbookPageProps = {
  readonly params: Promise<{ readonly id: string }>;
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
};

const querySchema = z.object({ stage: z.enum(workbookStages).catch("published").default("published") });

export default async function WorkbookPage({ params, searchParams }: WorkbookPageProps) {
  const viewer = await requirePageViewer();
  if (!can(viewer, "viewWorkbooks")) return <NoAccess title="You cannot see workbooks" />;
  const [{ id }, query, { locale, currency, timeZone }] = await Promise.all([
    params,
    searchParams,
    getOrganization(viewer),
  ]);
  const { stage } = querySchema.parse(query);
  const [detail, sources, isAvailable] = await Promise.all([
    orNotFound(() => loadWorkbook(viewer, id, stage)),
    findUsableSources(viewer),
    isAiAvailable(viewer),
  ]);
  return (
    <WorkbookView
      key={`${detail.id}:${detail.stage}`}
      detail={detail}
      permissions={[...viewer.permissions]}
      canExplain={isAvailable && can(viewer, "explainCharts")}
      sources={sources.map(({ id: sourceId, name, description }) => ({ id: sourceId, name, description }))}
      locale={locale}
      currency={currency}
      timeZone={timeZone}
      nonce={(await headers()).get("x-nonce") ?? undefined}
    />
  );
}

/** What is published; of a workbook that never was, the draft for those who edit it. Whoever may not edit sees what is published. */
async function loadWorkbook(viewer: Person, id: string, stage: WorkbookStage): Promise<WorkbookDetail> {
  const other: WorkbookStage = stage === "draft" ? "published" : "draft";
  try {
    return await getWorkbookDetail(viewer, id, stage);
  } catch (error) {
    if (!(error instanceof AskbookError) || !["not_found", "forbidden"].includes(error.code)) throw error;
    return await getWorkbookDetail(viewer, id, other).catch(() => Promise.reject(error));
  }
}
