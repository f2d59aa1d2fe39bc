import { findSources } from "#db/queries/sources";
import { route } from "#lib/auth/route";

/** The sources that the viewer may use. */
export const GET = route(async (viewer) =>
  Response.json({ sources: await findSources(viewer) }, { headers: { "cache-control": "no-store" } }),
);
