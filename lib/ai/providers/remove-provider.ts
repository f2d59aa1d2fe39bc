import "server-only";
import { getAiState, removeProviderConfiguration, updateHosting } from "#db/queries/provider-configuration";
import { recordAudit } from "#lib/audit/record";
import { requirePermission, type Viewer } from "#lib/permissions";
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

/** Lets the built-in model serve, or nothing. Throws `conflict` while an external provider is set up. */
export async function changeHosting(viewer: Viewer, hosting: "built-in" | "off"): Promise<void> {
  requirePermission(viewer, "administer");
  const before = await getAiState(viewer);
  await updateHosting(viewer, hosting);
  await recordAudit(viewer, {
    action: "ai-hosting.update",
    before: { hosting: before.hosting },
    after: { hosting },
    outcome: "done",
  });
}
