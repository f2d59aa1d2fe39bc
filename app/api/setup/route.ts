import { sessionCookie } from "#lib/auth/cookie";
import { parseBody } from "#lib/auth/input";
import { publicRoute } from "#lib/auth/route";
import { describeSession } from "#lib/auth/session-info";
import { setUp } from "#lib/auth/set-up";
import { setUpSchema } from "#lib/contract/accounts";
import { createSample } from "#lib/data/sample";
import { env } from "#lib/env";
import { log } from "#lib/log";
import type { Person } from "#lib/permissions";
import { createSampleWorkbook } from "#lib/workbook-store/create-sample-workbook";

export const POST = publicRoute(async (request) => {
  const { token, viewer } = await setUp(await parseBody(request, setUpSchema), request.headers);
  const sample = await tryToCreateSample(viewer);
  return Response.json(
    { ...(await describeSession(viewer)), sample },
    { status: 201, headers: { "set-cookie": sessionCookie(request.headers, token) } },
  );
});

type SampleOutcome = { readonly ok: true } | { readonly ok: false; readonly message: string };

/** The account holds even when the sample data could not be made. */
async function tryToCreateSample(viewer: Person): Promise<SampleOutcome> {
  try {
    const { modelId } = await createSample(viewer, { rows: env().ASKBOOK_SAMPLE_ROWS });
    await createSampleWorkbook(viewer, modelId);
    return { ok: true };
  } catch (error) {
    log().error({ err: error }, "The sample data could not be made");
    return {
      ok: false,
      message: "Your account is ready, but the sample data could not be made. Upload a file to begin.",
    };
  }
}
