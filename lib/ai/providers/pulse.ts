import "server-only";
import { createHash } from "node:crypto";
import type { Person } from "#lib/permissions";
import { servingKey } from "./organization-models.ts";
import { stateOf } from "./provider-state.ts";
import { getServingState } from "./serving-state.ts";
import { systemOf } from "./system-actor.ts";

/** Differs when what the frame of a page shows may have changed: the viewer's permissions, what serves, how it fares. Tells nothing else. */
export async function readPulse(viewer: Person): Promise<string> {
  const state = await getServingState(systemOf(viewer.organizationId, "see whether open pages are up to date"));
  const fare = state.configuration === null ? null : stateOf(state.configuration);
  const parts = [viewer.accountTypeId, [...viewer.permissions].sort(), servingKey(state), fare];
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 16);
}
