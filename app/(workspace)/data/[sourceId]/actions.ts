"use server";

import { revalidatePath } from "next/cache";
import { action } from "#lib/auth/action";
import { type SourceAiForm, sourceAiSchema } from "#lib/contract/ask-sources";
import { changeSourceAi } from "#lib/data/source-ai";

const saveSourceAi = action(sourceAiSchema, async (viewer, { sourceId, ...next }) => {
  await changeSourceAi(viewer, sourceId, next);
  revalidatePath(`/data/${sourceId}`);
});

export async function saveSourceAiAction(input: SourceAiForm) {
  return saveSourceAi(input);
}
