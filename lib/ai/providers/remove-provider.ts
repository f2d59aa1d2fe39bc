import "server-only";
import { getAiState, removeProviderConfiguration, updateHosting } from "#db/queries/provider-configuration";
import { recordAudit } from "#lib/audit/record";
import { AskbookError } from "#lib/errors";
import { requirePermission, type Viewer } from "#lib/permissions";
import { readEnvironmentProvider } from "./environment-provider.ts";
import { describeStored } from "./save-provider.ts";

/** Removes the external provider. AI is unavailable at once for everybody in the organization; running answers end with a sentence. */
export async function removeProvider(viewer: Viewer): Promise<void> {
  requirePermission(viewer, "administer");
  const { configuration } = await getAiState(viewer);
  const isRemoved = await removeProviderConfiguration(viewer);
  if (configuration === null || !isRemoved) return;
  await recordAudit(viewer, {
    action: "provider.remove",
    target: configuration.kind,
    before: describeStored(configuration),
    outcome: "done",
  });
}

/**
 * Lets the built-in model serve, the provider of the server's environment, or nothing. Throws `conflict` while an external provider is
 * set up, and `not_found` when the environment names none.
 */
export async function changeHosting(viewer: Viewer, hosting: "built-in" | "off" | "environment"): Promise<void> {
  requirePermission(viewer, "administer");
  if (hosting === "environment" && readEnvironmentProvider() === null)
    throw new AskbookError("not_found", { message: "This server provides no AI provider of its own." });
  const before = await getAiState(viewer);
  await updateHosting(viewer, hosting);
  await recordAudit(viewer, {
    action: "ai-hosting.update",
    before: { hosting: before.hosting },
    after: { hosting },
    outcome: "done",
  });
}
