"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { changeAiContext, changeAskSourcesMode, syncAskSources } from "#lib/ai/search/ask-sources";
import {
  type AskSourcesMode,
  aiContextSchema,
  askSourcesModes,
  type SyncInput,
  syncSchema,
} from "#lib/contract/ask-sources";
import { adminAction } from "../admin-action.ts";

const sync = adminAction({ name: "ask-sources.sync", isWrite: true }, syncSchema, async (viewer, input) => {
  await syncAskSources(viewer, input);
  revalidatePath("/", "layout");
});

const mode = adminAction(
  { name: "ask-sources.update", isWrite: true },
  z.enum(askSourcesModes),
  async (viewer, choice) => {
    await changeAskSourcesMode(viewer, choice);
    revalidatePath("/", "layout");
  },
);

const context = adminAction({ name: "ai-context.update", isWrite: true }, aiContextSchema, async (viewer, text) => {
  await changeAiContext(viewer, text);
  revalidatePath("/admin/ai-settings");
});

export async function syncAskSourcesAction(input: SyncInput) {
  return sync(input);
}

export async function changeAskSourcesModeAction(choice: AskSourcesMode) {
  return mode(choice);
}

export async function changeAiContextAction(text: string) {
  return context(text);
}
