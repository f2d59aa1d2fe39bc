"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { type SaveCustomFunctionInput, saveCustomFunctionSchema } from "#lib/contract/custom-functions";
import { deleteCustomFunction, saveCustomFunction } from "#lib/data/custom-functions";
import { adminAction } from "../admin-action.ts";

const save = adminAction(
  { name: "custom-function.save", isWrite: true },
  saveCustomFunctionSchema,
  async (viewer, input) => {
    await saveCustomFunction(viewer, input);
    revalidatePath("/admin/custom-functions");
  },
);

const remove = adminAction({ name: "custom-function.remove", isWrite: true }, z.uuid(), async (viewer, functionId) => {
  await deleteCustomFunction(viewer, functionId);
  revalidatePath("/admin/custom-functions");
});

export async function saveCustomFunctionAction(input: SaveCustomFunctionInput) {
  return save(input);
}

export async function removeCustomFunctionAction(functionId: string) {
  return remove(functionId);
}
