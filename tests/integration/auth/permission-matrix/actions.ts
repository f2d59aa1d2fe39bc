import { randomUUID } from "node:crypto";
import type * as accountTypes from "../../../../app/admin/account-types/actions.ts";
import type * as aiSettings from "../../../../app/admin/ai-settings/actions.ts";
import type * as customFunctions from "../../../../app/admin/custom-functions/actions.ts";
import type * as general from "../../../../app/admin/general/actions.ts";
import type * as members from "../../../../app/admin/members/actions.ts";
import type * as usage from "../../../../app/admin/usage/actions.ts";
import type { Things } from "./people.ts";

/** Every server action of `app/admin`, with what an admin could send it. A new action needs an entry, or neither types nor test pass. */

export type ActionEntry<Input extends readonly unknown[] = readonly unknown[]> = {
  /** Wants a password entered in the last ten minutes. */
  readonly isWrite: boolean;
  readonly input: (things: Things) => Input;
};

type EntriesOf<Module> = {
  readonly [Name in keyof Module]: Module[Name] extends (...input: infer Input) => unknown ? ActionEntry<Input> : never;
};

const read = { isWrite: false } as const;
const write = { isWrite: true } as const;

const ofAccountTypes: EntriesOf<typeof accountTypes> = {
  changePermissionsAction: {
    ...write,
    input: ({ accountTypeId }) => [[{ accountTypeId, permissions: ["useAsk", "viewSql"], expected: ["useAsk"] }]],
  },
  createAccountTypeAction: {
    ...write,
    input: () => [{ name: `New ${randomUUID()}`, description: "", copyOf: null }],
  },
  renameAccountTypeAction: {
    ...write,
    input: ({ accountTypeId }) => [{ accountTypeId, name: `Renamed ${randomUUID()}`, description: "" }],
  },
  removeAccountTypeAction: { ...write, input: ({ accountTypeId }) => [{ accountTypeId, moveTo: null }] },
};

const ofAiSettings: EntriesOf<typeof aiSettings> = {
  saveProviderAction: {
    ...write,
    input: () => [
      { kind: "openai-compatible", values: { baseUrl: "http://127.0.0.1:9/v1", chatModel: "none" }, version: null },
    ],
  },
  testProviderAction: { ...read, input: () => [] },
  findAwsIdentityAction: { ...read, input: () => ["us-east-1"] },
  renewExternalIdAction: { ...write, input: () => [] },
  removeProviderAction: { ...write, input: () => [] },
  changeHostingAction: { ...write, input: () => ["off"] },
  changeSendRungAction: { ...write, input: () => [1] },
  changeChartPicturesAction: { ...write, input: () => [true] },
  changeLimitsAction: {
    ...write,
    input: () => [
      { tokensPerDay: 5000, tokensPerDayPerPerson: null, requestsPerMinute: null, runsAtOncePerPerson: null },
    ],
  },
  changeRetentionAction: { ...write, input: () => [365] },
};

const ofCustomFunctions: EntriesOf<typeof customFunctions> = {
  saveCustomFunctionAction: {
    ...write,
    input: ({ functionId, functionVersion }) => [
      {
        target: { id: functionId, version: functionVersion },
        draft: { name: "Twice", description: "", arguments: [], formula: "2", isHidden: false },
      },
    ],
  },
  removeCustomFunctionAction: { ...write, input: ({ functionId }) => [functionId] },
};

const ofGeneral: EntriesOf<typeof general> = {
  saveGeneralAction: {
    ...write,
    input: () => [
      { name: "Renamed", timeZone: "Europe/Berlin", locale: "de-DE", weekStart: "monday", currency: "EUR" },
    ],
  },
};

const ofMembers: EntriesOf<typeof members> = {
  inviteMemberAction: {
    ...write,
    input: ({ accountTypeId }) => [{ email: `${randomUUID()}@example.test`, accountTypeId }],
  },
  renewInvitationAction: { ...write, input: ({ invitationId }) => [invitationId] },
  revokeInvitationAction: { ...write, input: ({ invitationId }) => [invitationId] },
  changeAccountTypeAction: {
    ...write,
    input: ({ memberId, accountTypeId }) => [{ userId: memberId, accountTypeId }],
  },
  deactivateMemberAction: { ...write, input: ({ memberId }) => [memberId] },
  reactivateMemberAction: { ...write, input: ({ memberId }) => [memberId] },
  createResetLinkAction: { ...write, input: ({ memberId }) => [memberId] },
};

const ofUsage: EntriesOf<typeof usage> = {
  changePricesAction: { ...write, input: () => [{}] },
};

/** By the folder in `app/admin`. */
export const actionEntries: Readonly<Record<string, Readonly<Record<string, ActionEntry>>>> = {
  "account-types": ofAccountTypes,
  "ai-settings": ofAiSettings,
  "custom-functions": ofCustomFunctions,
  general: ofGeneral,
  members: ofMembers,
  usage: ofUsage,
};
