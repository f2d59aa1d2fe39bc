import "server-only";
import { and, eq, sql } from "drizzle-orm";
import { db } from "#db/client";
import { type EnvironmentProviderState, type OrganizationLimits, organization } from "#db/schema/organization";
import { providerConfiguration } from "#db/schema/provider-configuration";
import { user } from "#db/schema/user";
import type { ReportedRateLimits } from "#lib/contract/ai-settings";
import { AskbookError } from "#lib/errors";
import { requirePermission, type Viewer } from "#lib/permissions";

export type StoredConfiguration = typeof providerConfiguration.$inferSelect & {
  readonly savedByName: string | null;
  /** The organization's own, for roles in AWS. */
  readonly sealedExternalId: string | null;
};
export type Hosting = (typeof organization.$inferSelect)["aiHosting"];
export type ProviderHealth = NonNullable<StoredConfiguration["health"]>;

/** In place of an id: the configuration that the server's environment gives, which is stored nowhere. */
export const environmentConfigurationId = "environment";

/** An organization's AI settings as stored. Secrets are sealed. */
export type AiState = {
  readonly hosting: Hosting;
  /** Whether an admin ever chose. */
  readonly isHostingChosen: boolean;
  readonly environmentProvider: EnvironmentProviderState | null;
  readonly sendRung: number;
  readonly sendChartPictures: boolean;
  readonly limits: OrganizationLimits;
  readonly retentionDays: number;
  /** The organization's own, in place of list prices. */
  readonly prices: (typeof organization.$inferSelect)["prices"];
  readonly sealedExternalId: string | null;
  readonly configuration: StoredConfiguration | null;
};

export async function getAiState(viewer: Viewer): Promise<AiState> {
  requirePermission(viewer, "administer");
  const [row] = await db()
    .select({
      hosting: organization.aiHosting,
      isHostingChosen: organization.isAiHostingChosen,
      environmentProvider: organization.environmentProvider,
      sendRung: organization.sendRung,
      sendChartPictures: organization.sendChartPictures,
      limits: organization.limits,
      retentionDays: organization.retentionDays,
      prices: organization.prices,
      sealedExternalId: organization.awsExternalId,
      configuration: providerConfiguration,
      savedByName: user.name,
    })
    .from(organization)
    .leftJoin(providerConfiguration, eq(providerConfiguration.organizationId, organization.id))
    .leftJoin(user, eq(user.id, providerConfiguration.savedBy))
    .where(eq(organization.id, viewer.organizationId));
  if (row === undefined) throw new AskbookError("not_found");
  const { savedByName, configuration, ...state } = row;
  const { sealedExternalId } = state;
  return {
    ...state,
    configuration: configuration === null ? null : { ...configuration, savedByName, sealedExternalId },
  };
}

export type NewConfiguration = Pick<StoredConfiguration, "id" | "kind" | "settings" | "sealedSecrets"> & {
  readonly encryptionCanary: string;
  /** Null: it serves nobody until a test has passed. */
  readonly lastVerifiedAt: Date | null;
  /** The organization's; null: as it is. */
  readonly sealedExternalId: string | null;
  /** The version that was edited; null: there was none. */
  readonly previousVersion: number | null;
};

/** Stores a configuration in the place of what served before. Throws `conflict` when somebody else saved or removed in the meantime. */
export async function saveProviderConfiguration(viewer: Viewer, next: NewConfiguration): Promise<void> {
  requirePermission(viewer, "administer");
  await db().transaction(async (transaction) => {
    const values = {
      kind: next.kind,
      settings: next.settings,
      sealedSecrets: next.sealedSecrets,
      savedBy: viewer.kind === "person" ? viewer.userId : null,
      savedAt: new Date(),
      lastVerifiedAt: next.lastVerifiedAt,
      health: null,
    };
    const saved =
      next.previousVersion === null
        ? await transaction
            .insert(providerConfiguration)
            .values({ ...values, id: next.id, organizationId: viewer.organizationId })
            .onConflictDoNothing()
            .returning({ id: providerConfiguration.id })
        : await transaction
            .update(providerConfiguration)
            .set({ ...values, version: sql`${providerConfiguration.version} + 1` })
            .where(
              and(
                eq(providerConfiguration.organizationId, viewer.organizationId),
                eq(providerConfiguration.id, next.id),
                eq(providerConfiguration.version, next.previousVersion),
              ),
            )
            .returning({ id: providerConfiguration.id });
    if (saved.length === 0) throw new AskbookError("conflict");
    await transaction
      .update(organization)
      .set({
        aiHosting: "external",
        isAiHostingChosen: true,
        encryptionCanary: next.encryptionCanary,
        ...(next.sealedExternalId === null ? {} : { awsExternalId: next.sealedExternalId }),
      })
      .where(eq(organization.id, viewer.organizationId));
  });
}

/**
 * What was verified no longer holds: it serves nobody until a test has passed again. With another external ID, when one is given.
 * Throws `conflict` when somebody else saved or removed in the meantime.
 */
export async function withdrawVerification(
  viewer: Viewer,
  configuration: Pick<StoredConfiguration, "id" | "version">,
  sealedExternalId: string | null,
): Promise<void> {
  requirePermission(viewer, "administer");
  await db().transaction(async (transaction) => {
    const withdrawn = await transaction
      .update(providerConfiguration)
      .set({ lastVerifiedAt: null, health: null, version: sql`${providerConfiguration.version} + 1` })
      .where(
        and(
          eq(providerConfiguration.organizationId, viewer.organizationId),
          eq(providerConfiguration.id, configuration.id),
          eq(providerConfiguration.version, configuration.version),
        ),
      )
      .returning({ id: providerConfiguration.id });
    if (withdrawn.length === 0) throw new AskbookError("conflict");
    if (sealedExternalId !== null)
      await transaction
        .update(organization)
        .set({ awsExternalId: sealedExternalId })
        .where(eq(organization.id, viewer.organizationId));
  });
}

/** Removes the external provider: AI is unavailable until another is saved. False when there was none. */
export async function removeProviderConfiguration(viewer: Viewer): Promise<boolean> {
  requirePermission(viewer, "administer");
  const removed = await db()
    .delete(providerConfiguration)
    .where(eq(providerConfiguration.organizationId, viewer.organizationId))
    .returning({ id: providerConfiguration.id });
  return removed.length > 0;
}

/**
 * `environment`: nothing of the organization's own, so that the provider of the server's environment serves.
 * Throws `conflict` while an external provider is configured: it is removed first.
 */
export async function updateHosting(viewer: Viewer, hosting: "built-in" | "off" | "environment"): Promise<void> {
  requirePermission(viewer, "administer");
  const updated = await db()
    .update(organization)
    .set({
      aiHosting: hosting === "environment" ? "built-in" : hosting,
      isAiHostingChosen: hosting !== "environment",
    })
    .where(
      and(
        eq(organization.id, viewer.organizationId),
        sql`not exists (select 1 from ${providerConfiguration} where ${providerConfiguration.organizationId} = ${organization.id})`,
      ),
    )
    .returning({ id: organization.id });
  if (updated.length === 0)
    throw new AskbookError("conflict", { message: "An external provider is set up. Remove it first." });
}

export async function updateSendRung(viewer: Viewer, sendRung: 1 | 2 | 3): Promise<void> {
  requirePermission(viewer, "administer");
  await db().update(organization).set({ sendRung }).where(eq(organization.id, viewer.organizationId));
}

export async function updateSendChartPictures(viewer: Viewer, sendChartPictures: boolean): Promise<void> {
  requirePermission(viewer, "administer");
  await db().update(organization).set({ sendChartPictures }).where(eq(organization.id, viewer.organizationId));
}

export async function updateLimits(viewer: Viewer, limits: OrganizationLimits): Promise<void> {
  requirePermission(viewer, "administer");
  await db().update(organization).set({ limits }).where(eq(organization.id, viewer.organizationId));
}

/** Nothing happens when the configuration was changed in the meantime: what failed is not what is stored. */
export async function updateProviderHealth(
  viewer: Viewer,
  configuration: Pick<StoredConfiguration, "id" | "version">,
  health: ProviderHealth | null,
): Promise<void> {
  requirePermission(viewer, "administer");
  await db()
    .update(providerConfiguration)
    .set(health === null ? { health, lastVerifiedAt: new Date() } : { health })
    .where(
      and(
        eq(providerConfiguration.organizationId, viewer.organizationId),
        eq(providerConfiguration.id, configuration.id),
        eq(providerConfiguration.version, configuration.version),
      ),
    );
}

/** How the provider of the server's environment fares with this organization. */
export async function updateEnvironmentProvider(viewer: Viewer, state: EnvironmentProviderState): Promise<void> {
  requirePermission(viewer, "administer");
  await db().update(organization).set({ environmentProvider: state }).where(eq(organization.id, viewer.organizationId));
}

/** What a provider says of its own limits, of the configuration that was asked. */
export async function updateReportedRateLimits(
  viewer: Viewer,
  configuration: Pick<StoredConfiguration, "id" | "version">,
  rateLimits: ReportedRateLimits,
): Promise<void> {
  requirePermission(viewer, "administer");
  await db()
    .update(providerConfiguration)
    .set({ rateLimits })
    .where(
      and(
        eq(providerConfiguration.organizationId, viewer.organizationId),
        eq(providerConfiguration.id, configuration.id),
        eq(providerConfiguration.version, configuration.version),
      ),
    );
}

export async function updatePrices(
  viewer: Viewer,
  prices: (typeof organization.$inferSelect)["prices"],
): Promise<void> {
  requirePermission(viewer, "administer");
  await db().update(organization).set({ prices }).where(eq(organization.id, viewer.organizationId));
}
