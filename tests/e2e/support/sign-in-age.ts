import { join } from "node:path";
import postgres from "postgres";
import { clusterUrl, findRunning } from "#scripts/postgres/cluster";
import { getSecret } from "#scripts/serve/secret";

/** Makes the last entry of a person's password so many minutes older, in the database of the shared server. */
export async function setSignInAge(email: string, minutes: number): Promise<void> {
  const dataFolder = process.env["ASKBOOK_E2E_DATA"] ?? "";
  const running = await findRunning(join(dataFolder, "postgres"));
  if (running === null) throw new Error("The shared server has no database.");
  const sql = postgres(clusterUrl(await getSecret(dataFolder, "postgres-password"), running.port, "askbook"), {
    max: 1,
  });
  try {
    await sql`
      update session set signed_in_at = now() - make_interval(mins => ${minutes})
      where user_id = (select id from "user" where lower(email) = ${email.toLowerCase()})`;
  } finally {
    await sql.end();
  }
}
