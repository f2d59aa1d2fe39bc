import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import { onDatabase } from "./database.ts";

/** A source gets the rows of a later one whose table has the same name, as a new version of its file would bring them. */
export function replaceRows(sourceId: string, laterId: string): Promise<unknown> {
  const dataFolder = process.env["ASKBOOK_E2E_DATA"] ?? "";
  return onDatabase(dataFolder, async (sql) => {
    const rows = await sql<{ id: string; catalog: string; version: string; organization: string }[]>`
      select id, physical_table->>'catalog' as catalog, version, organization_id as organization
      from source where id in (${sourceId}, ${laterId})`;
    const [source, later] = [sourceId, laterId].map((id) => rows.find((row) => row.id === id));
    if (source === undefined || later === undefined) throw new Error("There is no such source.");
    const file = (catalog: string) =>
      join(dataFolder, "sources", source.organization, catalog, `${later.version}.duckdb`);
    await copyFile(file(later.catalog), file(source.catalog));
    await sql`update source set version = ${later.version} where id = ${sourceId}`;
  });
}
