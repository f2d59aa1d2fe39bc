"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { getOrganization } from "#db/queries/organizations";
import { everything } from "#lib/ai/answer/ladder";
import { askInstructions } from "#lib/ai/ask/instructions";
import { changeChartPictures, changeLimits, changeRetention, changeSendRung } from "#lib/ai/providers/ai-settings";
import { changeHosting, removeProvider } from "#lib/ai/providers/remove-provider";
import { findAwsIdentity, renewExternalId } from "#lib/ai/providers/role-trust";
import { saveProvider } from "#lib/ai/providers/save-provider";
import { testProvider } from "#lib/ai/providers/test-provider";
import {
  type LimitsForm,
  limitsSchema,
  retentionSchema,
  type SaveProviderInput,
  type SendRung,
  saveProviderSchema,
  sendRungSchema,
} from "#lib/contract/ai-settings";
import { bedrockRegionSchema } from "#lib/contract/bedrock";
import { adminAction } from "../admin-action.ts";

const save = adminAction({ name: "provider.save", isWrite: true }, saveProviderSchema, async (viewer, input) => {
  const outcome = await saveProvider(viewer, input);
  if (outcome.saved) refreshEverywhere();
  return outcome;
});

const test = adminAction({ name: "provider.test", isWrite: false }, z.null(), async (viewer) => {
  const organization = await getOrganization(viewer);
  const outcome = await testProvider(viewer, askInstructions(organization, everything));
  refreshEverywhere();
  return outcome;
});

const awsIdentity = adminAction(
  { name: "provider.aws-identity", isWrite: false },
  z.string().pipe(bedrockRegionSchema),
  (viewer, region) => findAwsIdentity(viewer, region),
);

const externalId = adminAction({ name: "provider.external-id", isWrite: true }, z.null(), async (viewer) => {
  const renewed = await renewExternalId(viewer);
  refreshEverywhere();
  return renewed;
});

const remove = adminAction({ name: "provider.remove", isWrite: true }, z.null(), async (viewer) => {
  await removeProvider(viewer);
  refreshEverywhere();
});

const hosting = adminAction(
  { name: "ai-hosting.update", isWrite: true },
  z.enum(["built-in", "off", "environment"]),
  async (viewer, choice) => {
    await changeHosting(viewer, choice);
    refreshEverywhere();
  },
);

const rung = adminAction({ name: "ai-send-rung.update", isWrite: true }, sendRungSchema, async (viewer, choice) => {
  await changeSendRung(viewer, choice);
  refreshEverywhere();
});

const chartPictures = adminAction(
  { name: "ai-chart-pictures.update", isWrite: true },
  z.boolean(),
  async (viewer, isAllowed) => {
    await changeChartPictures(viewer, isAllowed);
    refreshEverywhere();
  },
);

const limits = adminAction({ name: "ai-limits.update", isWrite: true }, limitsSchema, async (viewer, form) => {
  await changeLimits(viewer, form);
  refreshEverywhere();
});

const retention = adminAction({ name: "ai-retention.update", isWrite: true }, retentionSchema, async (viewer, days) => {
  await changeRetention(viewer, days);
  refreshEverywhere();
});

/** The navigation depends on whether AI is available. */
function refreshEverywhere(): void {
  revalidatePath("/", "layout");
}

export async function saveProviderAction(input: SaveProviderInput) {
  return save(input);
}

export async function testProviderAction() {
  return test(null);
}

export async function findAwsIdentityAction(region: string) {
  return awsIdentity(region);
}

export async function renewExternalIdAction() {
  return externalId(null);
}

export async function removeProviderAction() {
  return remove(null);
}

export async function changeHostingAction(choice: "built-in" | "off" | "environment") {
  return hosting(choice);
}

export async function changeSendRungAction(choice: SendRung) {
  return rung(choice);
}

export async function changeChartPicturesAction(isAllowed: boolean) {
  return chartPictures(isAllowed);
}

export async function changeLimitsAction(form: LimitsForm) {
  return limits(form);
}

export async function changeRetentionAction(days: number) {
  return retention(days);
}
