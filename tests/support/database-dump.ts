import { sql } from "drizzle-orm";
import { db } from "#db/client";

/** Every row of every table as JSON, a line each, with the table's name before it. */
export async function dumpDatabase(): Promise<string> {
  const tables = await db().execute<{ name: string }>(sql`
    select table_name as name from information_schema.tables where table_schema = 'public' order by 1`);
  const dumps = await Promise.all(
    tables.map(async ({ name }) => {
      const rows = await db().execute<{ text: string }>(
        sql`select to_jsonb(each)::text as text from ${sql.identifier(name)} as each`,
      );
      return rows.map(({ text }) => `${name} ${text}`).join("\n");
    }),
  );
  return dumps.join("\n");
}
