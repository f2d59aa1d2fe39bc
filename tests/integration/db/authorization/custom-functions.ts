import type * as customFunctions from "#db/queries/custom-functions";
import {
  createCustomFunction,
  findCustomFunctions,
  removeCustomFunction,
  updateCustomFunction,
} from "#db/queries/custom-functions";
import { defineAuthorization, marker } from "#tests/support/authorization";

type Things = { readonly functionId: string; readonly expected: Date };

const draft = { name: "Margin", description: marker, arguments: [], formula: "1 + 1", isHidden: false };
const judge = () => undefined;

export const authorization = defineAuthorization<typeof customFunctions, Things>({
  arrange: async (owner) => {
    const functionId = await createCustomFunction(owner, draft, judge);
    const [created] = await findCustomFunctions(owner);
    return { functionId, expected: created?.updatedAt ?? new Date(0) };
  },
  queries: {
    findCustomFunctions: { needs: null, call: (viewer) => findCustomFunctions(viewer) },
    createCustomFunction: {
      needs: "administer",
      call: (viewer) => createCustomFunction(viewer, { ...draft, name: "Another", description: "" }, judge),
    },
    updateCustomFunction: {
      needs: "administer",
      call: (viewer, { functionId, expected }) =>
        updateCustomFunction(viewer, functionId, { draft: { ...draft, formula: "2" }, expected }, judge),
    },
    removeCustomFunction: {
      needs: "administer",
      call: (viewer, { functionId }) => removeCustomFunction(viewer, functionId),
    },
  },
});
