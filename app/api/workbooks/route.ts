import { parseBody } from "#lib/auth/input";
import { route } from "#lib/auth/route";
import { createWorkbookSchema } from "#lib/contract/workbooks";
import { makeWorkbook } from "#lib/workbook-store/create-workbook";
import { listWorkbooks } from "#lib/workbook-store/read-workbook";

export const GET = route(async (viewer) =>
  Response.json(await listWorkbooks(viewer), { headers: { "cache-control": "no-store" } }),
);

export const POST = route(async (viewer, request) => {
  const id = await makeWorkbook(viewer, await parseBody(request, createWorkbookSchema, { maxLength: 5_000_000 }));
  return Response.json({ id }, { status: 201 });
});
