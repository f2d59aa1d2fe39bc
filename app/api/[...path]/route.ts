import { publicRoute } from "#lib/auth/route";
import { AskbookError } from "#lib/errors";

/** What is no route of the API answers like one. */
const answer = publicRoute(async () => {
  throw new AskbookError("not_found", {
    message: "There is nothing at this address. docs/http-api.md lists what there is.",
  });
});

export { answer as DELETE, answer as GET, answer as HEAD, answer as PATCH, answer as POST, answer as PUT };
