import { join } from "node:path";
import postgres from "postgres";
import { clusterUrl, findRunning } from "#scripts/postgres/cluster";
import { getSecret } from "#scripts/serve/secret";

/** The database of a server that has its own PostgreSQL, as the server itself sees it. */
export async function onDatabase<Result>(
  dataFolder: string,
  work: (sql: postgres.Sql) => Promise<Result>,
): Promise<Result> {
  const running = await findRunning(join(dataFolder, "postgres"));
  if (running === null) throw new Error("The server has no database of its own.");
  const url = clusterUrl(await getSecret(dataFolder, "postgres-password"), running.port, "askbook");
  const sql = postgres(url, { max: 1 });
  try {
    return await work(sql);
  } finally {
    await sql.end();
  }
}

/** Every row of every table, a line each: the table's name and the row as JSON. */
export function dumpDatabase(dataFolder: string): Promise<string> {
  return onDatabase(dataFolder, async (sql) => {
    const tables = await sql<{ name: string }[]>`
      select table_name as name from information_schema.tables where table_schema = 'public'`;
    const dumps = await Promise.all(
      tables.map(async ({ name }) => {
        const rows = await sql<{ text: string }[]>`select to_jsonb(each)::text as text from ${sql(name)} as each`;
        return rows.map(({ text }) => `${name} ${text}`).join("\n");
      }),
    );
    return dumps.join("\n");
  });
}
