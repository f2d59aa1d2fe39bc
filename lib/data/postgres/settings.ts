import "server-only";
import { z } from "zod";
import type { ConnectionRow } from "#db/queries/connections";
import { open } from "#lib/crypto/seal";
import { AskbookError } from "#lib/errors";

/** How a user's PostgreSQL is reached. No sockets and no `options=`: only a host, a port and a role that may read. */
export const postgresSettingsSchema = z.object({
  host: z
    .string()
    .trim()
    .regex(/^[A-Za-z0-9._:-]+$/, "Enter the name or address of a host."),
  port: z.number().int().min(1).max(65_535).default(5432),
  database: z.string().min(1),
  user: z.string().min(1),
  tls: z.enum(["require", "off"]).default("require"),
});

export type PostgresSettings = z.infer<typeof postgresSettingsSchema>;
export type PostgresAccess = PostgresSettings & { readonly password: string };

/** Where a connection's password is sealed. */
export function secretPlace(organizationId: string, connectionId: string) {
  return { organizationId, row: connectionId, field: "connection.secret" };
}

/** Throws `encryption_key_missing` when the password cannot be read. */
export function accessOf(organizationId: string, connection: ConnectionRow): PostgresAccess {
  const settings = postgresSettingsSchema.safeParse(connection.settings);
  if (!settings.success || connection.sealedSecret === null) {
    throw new AskbookError("engine_failed", {
      message: `The connection "${connection.name}" is not complete. Enter its settings again.`,
    });
  }
  const password = open(connection.sealedSecret, secretPlace(organizationId, connection.id));
  return { ...settings.data, password };
}
