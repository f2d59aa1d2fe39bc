"use server";

import { revalidatePath } from "next/cache";
import { type General, generalSchema } from "#lib/contract/general";
import { changeGeneral } from "#lib/organization/general";
import { adminAction } from "../admin-action.ts";

const save = adminAction({ name: "general.update", isWrite: true }, generalSchema, async (viewer, general) => {
  await changeGeneral(viewer, general);
  revalidatePath("/", "layout");
});

export async function saveGeneralAction(general: General) {
  return save(general);
}
