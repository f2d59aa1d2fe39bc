import "server-only";
import { and, asc, eq, isNotNull, or, sql } from "drizzle-orm";
import { db, type Executor } from "#db/client";
import { organization } from "#db/schema/organization";
import { providerConfiguration } from "#db/schema/provider-configuration";
import { connection } from "#db/schema/source";

/** Queries without a viewer: whoever runs the server gives everything that is sealed, in all organizations, another key. */

export type SealedKind = "provider-secret" | "connection-secret" | "external-id" | "canary";

export type SealedText = {
  readonly kind: SealedKind;
  readonly organizationId: string;
  readonly row: string;
  readonly field: string;
  readonly sealed: string;
};

const resealLock = 4_127_004;

/**
 * Everything that is sealed, as one transaction: `change` gives what takes a text's place, or null to leave it. Others who save in the
 * meantime wait. `prepare` is called first, one process at a time.
 */
export function updateSealedTexts(
  prepare: (texts: readonly SealedText[]) => Promise<void>,
  change: (text: SealedText) => string | null,
): Promise<void> {
  return db().transaction(async (transaction) => {
    await transaction.execute(sql`select pg_advisory_xact_lock(${resealLock})`);
    const texts = await findSealed(transaction, true);
    await prepare(texts);
    for (const text of texts) {
      const next = change(text);
      if (next !== null) await writers[text.kind](transaction, text, next);
    }
  });
}

export function findSealedTexts(): Promise<SealedText[]> {
  return findSealed(db(), false);
}

async function findSealed(executor: Executor, isLocked: boolean): Promise<SealedText[]> {
  // In the order in which a save locks them too: the provider's row, then its organization's.
  const providers = await locked(
    executor
      .select({
        id: providerConfiguration.id,
        organizationId: providerConfiguration.organizationId,
        sealedSecrets: providerConfiguration.sealedSecrets,
      })
      .from(providerConfiguration)
      .orderBy(asc(providerConfiguration.id))
      .$dynamic(),
    isLocked,
  );
  const connections = await locked(
    executor
      .select({ id: connection.id, organizationId: connection.organizationId, sealed: connection.sealedSecret })
      .from(connection)
      .where(isNotNull(connection.sealedSecret))
      .orderBy(asc(connection.id))
      .$dynamic(),
    isLocked,
  );
  const organizations = await locked(
    executor
      .select({ id: organization.id, canary: organization.encryptionCanary, externalId: organization.awsExternalId })
      .from(organization)
      .where(or(isNotNull(organization.encryptionCanary), isNotNull(organization.awsExternalId)))
      .orderBy(asc(organization.id))
      .$dynamic(),
    isLocked,
  );
  return [
    ...organizations.flatMap(({ id, canary, externalId }) => [
      ...sealedIn("canary", id, id, canary),
      ...sealedIn("external-id", id, id, externalId),
    ]),
    ...providers.flatMap(({ id, organizationId, sealedSecrets }) =>
      Object.entries(sealedSecrets).map(
        ([field, sealed]): SealedText => ({ kind: "provider-secret", organizationId, row: id, field, sealed }),
      ),
    ),
    ...connections.flatMap(({ id, organizationId, sealed }) =>
      sealedIn("connection-secret", organizationId, id, sealed),
    ),
  ];
}

function locked<Query extends { for(strength: "no key update"): unknown }>(query: Query, isLocked: boolean): Query {
  if (isLocked) query.for("no key update");
  return query;
}

function sealedIn(kind: SealedKind, organizationId: string, row: string, sealed: string | null): SealedText[] {
  return sealed === null ? [] : [{ kind, organizationId, row, field: kind, sealed }];
}

type Writer = (executor: Executor, text: SealedText, next: string) => Promise<unknown>;

const writers: Readonly<Record<SealedKind, Writer>> = {
  canary: (executor, { row }, next) =>
    executor.update(organization).set({ encryptionCanary: next }).where(eq(organization.id, row)),
  "external-id": (executor, { row }, next) =>
    executor.update(organization).set({ awsExternalId: next }).where(eq(organization.id, row)),
  // The version stays: what the texts hold is the same, and what serves goes on.
  "provider-secret": (executor, { row, organizationId, field }, next) =>
    executor
      .update(providerConfiguration)
      .set({
        sealedSecrets: sql`jsonb_set(${providerConfiguration.sealedSecrets}, array[${field}::text], to_jsonb(${next}::text))`,
      })
      .where(and(eq(providerConfiguration.id, row), eq(providerConfiguration.organizationId, organizationId))),
  "connection-secret": (executor, { row, organizationId }, next) =>
    executor
      .update(connection)
      .set({ sealedSecret: next })
      .where(and(eq(connection.id, row), eq(connection.organizationId, organizationId))),
};
