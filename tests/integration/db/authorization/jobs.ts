import { getUploadConnectionId } from "#db/queries/connections";
import type * as jobs from "#db/queries/jobs";
import { countSourceJobs, createJob } from "#db/queries/jobs";
import { createSource } from "#db/queries/sources";
import { defineAuthorization, marker } from "#tests/support/authorization";

type Things = { readonly sourceId: string };

export const authorization = defineAuthorization<typeof jobs, Things>({
  arrange: async (owner) => {
    const sourceId = await createSource(
      owner,
      {
        connectionId: await getUploadConnectionId(owner),
        name: marker,
        kind: "table",
        description: "",
        aiContext: "",
        endorsement: "none",
        highlighted: false,
        rowCount: null,
        byteCount: null,
        columns: [],
        metrics: [],
        relationships: [],
      },
      [{ granteeKind: "user", granteeId: owner.userId, access: "manage" }],
    );
    return { sourceId };
  },
  queries: {
    createJob: {
      needs: "build",
      isPrivate: true,
      call: (viewer, { sourceId }) => createJob(viewer, { kind: "profile-source", input: { sourceId } }),
    },
    countSourceJobs: {
      needs: null,
      isPrivate: true,
      call: (viewer, { sourceId }) => countSourceJobs(viewer, sourceId),
    },
  },
});
