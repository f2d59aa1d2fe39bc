import { getAskSources } from "#lib/ai/search/ask-sources";
import { route } from "#lib/auth/route";
import type { AskSources } from "#lib/contract/ask-sources";

/** How far the index of the sources is, for the page that watches it. For admins. */
export const GET = route(async (viewer) =>
  Response.json((await getAskSources(viewer)) satisfies AskSources, { headers: { "cache-control": "no-store" } }),
);
