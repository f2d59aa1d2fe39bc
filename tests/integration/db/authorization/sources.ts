import { getUploadConnectionId } from "#db/queries/connections";
import type * as sources from "#db/queries/sources";
import {
  countSourcesOfCatalog,
  createSource,
  findSourceIdsByName,
  findSources,
  findTakenNames,
  findUnusableSources,
  getFormulaSources,
  getSource,
  getSourceProfile,
  getSourceScope,
  removeSource,
  updateSourceProfile,
} from "#db/queries/sources";
import type { Person } from "#lib/permissions";
import { defineAuthorization, marker } from "#tests/support/authorization";

type Things = { readonly sourceId: string; readonly connectionId: string };

const profile = { version: null, rowCount: 0, columns: [] };

function create(owner: Person, connectionId: string, name: string): Promise<string> {
  return createSource(
    owner,
    {
      connectionId,
      name,
      kind: "table",
      description: marker,
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
}

export const authorization = defineAuthorization<typeof sources, Things>({
  arrange: async (owner) => {
    const connectionId = await getUploadConnectionId(owner);
    const sourceId = await create(owner, connectionId, marker);
    await updateSourceProfile(owner, sourceId, profile);
    return { connectionId, sourceId };
  },
  queries: {
    findSources: { needs: null, isPrivate: true, call: (viewer) => findSources(viewer) },
    getSource: { needs: null, isPrivate: true, call: (viewer, { sourceId }) => getSource(viewer, sourceId) },
    findUnusableSources: {
      needs: null,
      call: async (viewer, { sourceId }) => (await findUnusableSources(viewer, [sourceId])).length,
    },
    findSourceIdsByName: { needs: null, isPrivate: true, call: (viewer) => findSourceIdsByName(viewer, [marker]) },
    getFormulaSources: {
      needs: null,
      isPrivate: true,
      call: async (viewer, { sourceId }) => [...(await getFormulaSources(viewer, sourceId)).values()],
    },
    getSourceScope: {
      needs: null,
      isPrivate: true,
      call: async (viewer, { sourceId }) => [...(await getSourceScope(viewer, sourceId))],
    },
    getSourceProfile: {
      needs: null,
      isPrivate: true,
      call: (viewer, { sourceId }) => getSourceProfile(viewer, sourceId),
    },
    countSourcesOfCatalog: { needs: "build", call: (viewer) => countSourcesOfCatalog(viewer, "sample") },
    findTakenNames: { needs: "build", isPrivate: false, call: (viewer) => findTakenNames(viewer, "") },
    createSource: {
      needs: "build",
      call: async (viewer) => create(viewer, await getUploadConnectionId(viewer), "New"),
    },
    removeSource: { needs: "build", isPrivate: true, call: (viewer, { sourceId }) => removeSource(viewer, sourceId) },
    updateSourceProfile: {
      needs: "build",
      isPrivate: true,
      call: (viewer, { sourceId }) => updateSourceProfile(viewer, sourceId, profile),
    },
  },
});
