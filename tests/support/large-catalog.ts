import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { db } from "#db/client";
import { getUploadConnectionId } from "#db/queries/connections";
import type { Viewer } from "#lib/permissions";

type Size = { readonly prefix: string; readonly sourceCount: number; readonly columnsPerSource: number };

/** Many sources without data, named by their prefix and number, for everyone in the viewer's organization. */
export async function addLargeCatalog(viewer: Viewer, { prefix, sourceCount, columnsPerSource }: Size): Promise<void> {
  const connectionId = await getUploadConnectionId(viewer);
  const rows = Array.from({ length: sourceCount }, (_, index) => ({
    id: randomUUID(),
    name: `${prefix} ${index} of area ${index % 97}`,
    columns: Array.from({ length: columnsPerSource }, (_unused, column) => ({
      id: `c${column}`,
      name: `Measure ${index} ${column}`,
      type: "number",
      description: "",
      neverSend: false,
      hidden: false,
    })),
  }));
  await db().execute(sql`
    insert into source (id, organization_id, connection_id, name, kind, columns)
    select id, ${viewer.organizationId}::uuid, ${connectionId}::uuid, name, 'table', columns
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row(id uuid, name text, columns jsonb)`);
  await db().execute(sql`
    insert into source_grant (organization_id, source_id, grantee_kind, grantee_id, access)
    select ${viewer.organizationId}::uuid, id, 'everyone', ${viewer.organizationId}::uuid, 'use'
    from source where organization_id = ${viewer.organizationId} and name like ${`${prefix} %`}`);
}
