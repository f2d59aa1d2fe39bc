import { sql } from "drizzle-orm";
import { db } from "#db/client";
import type { Permission, Person } from "#lib/permissions";

/**
 * Who may call the queries of one file of `db/queries`: one entry for every exported function, or the types do not fit.
 * `tests/integration/db/authorization/<file>.ts` exports it as `authorization`; the test proves each entry.
 */
export type Authorization<Module, Things> = {
  /** Makes what the calls are about, as somebody who may do everything. Texts hold `marker`, so that a leak is seen. */
  readonly arrange: (owner: Person) => Promise<Things>;
  readonly queries: { readonly [Name in keyof Module as QueryName<Module, Name>]: QueryRule<Things> };
};

export type QueryRule<Things> = {
  /** Without it the call is refused with `forbidden`; null: everybody in the organization may call it. */
  readonly needs: Permission | null;
  /** Colleagues with every permission meet nothing of the owner's either. */
  readonly isPrivate?: boolean;
  readonly call: (viewer: Person, things: Things) => Promise<unknown>;
};

type QueryName<Module, Name extends keyof Module> = Module[Name] extends (...parameters: never[]) => unknown
  ? Name
  : never;

export const marker = "only-for-the-owner-7d1f";

export function defineAuthorization<Module, Things>(
  authorization: Authorization<Module, Things>,
): Authorization<Module, Things> {
  return authorization;
}

/** Every row that belongs to an organization, as text, by table. */
export async function snapshotOf(organizationId: string): Promise<Record<string, string>> {
  const tables = await db().execute<{ name: string }>(sql`
    select table_name as name from information_schema.columns
    where table_schema = 'public' and column_name = 'organization_id' order by 1`);
  const rows = await Promise.all(tables.map(({ name }) => rowsOf(name, "organization_id", organizationId)));
  const own = await rowsOf("organization", "id", organizationId);
  return Object.fromEntries([["organization", own], ...tables.map(({ name }, index) => [name, rows[index] ?? ""])]);
}

async function rowsOf(table: string, column: string, organizationId: string): Promise<string> {
  const rows = await db().execute<{ text: string }>(sql`
    select to_jsonb(owned)::text as text from ${sql.identifier(table)} as owned
    where ${sql.identifier(column)} = ${organizationId} order by 1`);
  return rows.map(({ text }) => text).join("\n");
}

/** What in an answer could only come from the rows of a snapshot: their ids, and the marker. */
export function findLeaks(answer: unknown, snapshot: Record<string, string>, ownIds: readonly string[]): string[] {
  const text = JSON.stringify(answer, (_, value: unknown) => (value instanceof Set ? [...value] : value)) ?? "";
  const ids =
    Object.values(snapshot)
      .join("\n")
      .match(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g) ?? [];
  return [...new Set([...ids, marker])].filter((secret) => text.includes(secret) && !ownIds.includes(secret));
}
