import { onDatabase } from "./database.ts";

/** Makes the last entry of a person's password so many minutes older, in the database of the shared server. */
export async function setSignInAge(email: string, minutes: number): Promise<void> {
  await onDatabase(
    process.env["ASKBOOK_E2E_DATA"] ?? "",
    (sql) => sql`
      update session set signed_in_at = now() - make_interval(mins => ${minutes})
      where user_id = (select id from "user" where lower(email) = ${email.toLowerCase()})`,
  );
}
