import { getUploadConnectionId } from "#db/queries/connections";
import type * as sourceEmbeddings from "#db/queries/source-embeddings";
import {
  findVectorHashes,
  findVectors,
  getIndexWork,
  getVectorStamp,
  removeOtherVectors,
  requestIndexing,
  requestIndexingOnce,
  saveVectors,
} from "#db/queries/source-embeddings";
import { createSource } from "#db/queries/sources";
import { defineAuthorization, marker } from "#tests/support/authorization";

const vector = Float32Array.from([1, 0]);

export const authorization = defineAuthorization<typeof sourceEmbeddings, string>({
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
      [],
    );
    await saveVectors(owner, "m", [{ sourceId, textHash: marker, vector }]);
    return sourceId;
  },
  queries: {
    findVectorHashes: { needs: "useAsk", call: async (viewer) => [...(await findVectorHashes(viewer, "m"))] },
    getVectorStamp: { needs: "useAsk", call: (viewer) => getVectorStamp(viewer, "m") },
    findVectors: { needs: "useAsk", call: (viewer, sourceId) => findVectors(viewer, "m", [sourceId]) },
    saveVectors: {
      needs: "administer",
      call: (viewer, sourceId) => saveVectors(viewer, "m", [{ sourceId, textHash: "other", vector }]),
    },
    removeOtherVectors: { needs: "administer", call: (viewer) => removeOtherVectors(viewer, "n", []) },
    getIndexWork: { needs: "administer", call: (viewer) => getIndexWork(viewer) },
    requestIndexingOnce: { needs: "useAsk", call: (viewer) => requestIndexingOnce(viewer) },
    requestIndexing: { needs: "administer", call: (viewer) => requestIndexing(viewer) },
  },
});
