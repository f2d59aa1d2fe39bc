"use server";

import { revalidatePath } from "next/cache";
import { recordAudit } from "#lib/audit/record";
import { type Prices, pricesSchema } from "#lib/contract/usage";
import { changePrices } from "#lib/usage/report";
import { adminAction } from "../admin-action.ts";

const save = adminAction({ name: "ai-prices.update", isWrite: true }, pricesSchema, async (viewer, prices) => {
  const { before, after } = await changePrices(viewer, prices);
  await recordAudit(viewer, { action: "ai-prices.update", before, after, outcome: "done" });
  revalidatePath("/admin/usage");
});

export async function changePricesAction(prices: Prices) {
  return save(prices);
}
