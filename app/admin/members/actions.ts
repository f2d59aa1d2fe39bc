"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { createResetLink, invite, renewInvitation, revokeInvitation } from "#lib/auth/links";
import {
  type ChangeAccountTypeInput,
  changeAccountTypeSchema,
  type InviteInput,
  inviteSchema,
} from "#lib/contract/members";
import { changeAccountType, deactivateMember, reactivateMember } from "#lib/organization/members";
import { adminAction } from "../admin-action.ts";

const id = z.uuid();

const inviteMember = adminAction({ name: "member.invite", isWrite: true }, inviteSchema, async (viewer, input) => {
  const link = await invite(viewer, input);
  refresh();
  return link;
});

const renew = adminAction({ name: "invitation.renew", isWrite: true }, id, async (viewer, invitationId) => {
  const link = await renewInvitation(viewer, invitationId);
  refresh();
  return link;
});

const revoke = adminAction({ name: "invitation.revoke", isWrite: true }, id, async (viewer, invitationId) => {
  await revokeInvitation(viewer, invitationId);
  refresh();
});

const changeType = adminAction(
  { name: "member.account-type", isWrite: true },
  changeAccountTypeSchema,
  async (viewer, input) => {
    await changeAccountType(viewer, input);
    refresh();
  },
);

const deactivate = adminAction({ name: "member.deactivate", isWrite: true }, id, async (viewer, userId) => {
  await deactivateMember(viewer, userId);
  refresh();
});

const reactivate = adminAction({ name: "member.reactivate", isWrite: true }, id, async (viewer, userId) => {
  await reactivateMember(viewer, userId);
  refresh();
});

const resetLink = adminAction({ name: "password.reset-link", isWrite: true }, id, (viewer, userId) =>
  createResetLink(viewer, userId),
);

function refresh(): void {
  revalidatePath("/admin/members");
}

export async function inviteMemberAction(input: InviteInput) {
  return inviteMember(input);
}

export async function renewInvitationAction(invitationId: string) {
  return renew(invitationId);
}

export async function revokeInvitationAction(invitationId: string) {
  return revoke(invitationId);
}

export async function changeAccountTypeAction(input: ChangeAccountTypeInput) {
  return changeType(input);
}

export async function deactivateMemberAction(userId: string) {
  return deactivate(userId);
}

export async function reactivateMemberAction(userId: string) {
  return reactivate(userId);
}

export async function createResetLinkAction(userId: string) {
  return resetLink(userId);
}
