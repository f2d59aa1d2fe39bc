import { readPulse } from "#lib/ai/providers/pulse";
import { route } from "#lib/auth/route";

/** Open pages ask it now and then, and read themselves anew when it differs. */
export const GET = route(async (viewer) =>
  Response.json({ pulse: await readPulse(viewer) }, { headers: { "cache-control": "no-store" } }),
);
