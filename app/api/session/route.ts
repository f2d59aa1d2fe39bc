import { route } from "#lib/auth/route";
import { describeSession } from "#lib/auth/session-info";

export const GET = route(async (viewer) =>
  Response.json(await describeSession(viewer), { headers: { "cache-control": "no-store" } }),
);
