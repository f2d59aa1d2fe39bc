import { z } from "zod";
import { parseBody, parseInput } from "#lib/auth/input";
import { route } from "#lib/auth/route";
import { updateWorkbookSchema, workbookStages } from "#lib/contract/workbooks";
import { deleteWorkbook, renameWorkbook } from "#lib/workbook-store/create-workbook";
import { getWorkbookDetail } from "#lib/workbook-store/read-workbook";

const querySchema = z.object({ stage: z.enum(workbookStages).default("published") });

export const GET = route<{ id: string }>(async (viewer, request, { id }) => {
  const { stage } = parseInput(querySchema, Object.fromEntries(new URL(request.url).searchParams));
  return Response.json(await getWorkbookDetail(viewer, id, stage), { headers: { "cache-control": "no-store" } });
});

export const PATCH = route<{ id: string }>(async (viewer, request, { id }) => {
  await renameWorkbook(viewer, id, await parseBody(request, updateWorkbookSchema));
  return new Response(null, { status: 204 });
});

export const DELETE = route<{ id: string }>(async (viewer, _request, { id }) => {
  await deleteWorkbook(viewer, id);
  return new Response(null, { status: 204 });
});
