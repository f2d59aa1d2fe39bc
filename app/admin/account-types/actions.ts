"use server";

import { revalidatePath } from "next/cache";
import {
  type ChangePermissionsInput,
  type CreateAccountTypeInput,
  changePermissionsSchema,
  createAccountTypeSchema,
  type RemoveAccountTypeInput,
  type RenameAccountTypeInput,
  removeAccountTypeSchema,
  renameAccountTypeSchema,
} from "#lib/contract/account-types";
import {
  addAccountType,
  changePermissions,
  deleteAccountType,
  renameAccountType,
} from "#lib/organization/account-types";
import { adminAction } from "../admin-action.ts";

const change = adminAction(
  { name: "account-type.permissions", isWrite: true },
  changePermissionsSchema,
  async (viewer, changes) => {
    await changePermissions(viewer, changes);
    refreshEverywhere();
  },
);

const create = adminAction(
  { name: "account-type.create", isWrite: true },
  createAccountTypeSchema,
  async (viewer, input) => {
    await addAccountType(viewer, input);
    refreshEverywhere();
  },
);

const rename = adminAction(
  { name: "account-type.rename", isWrite: true },
  renameAccountTypeSchema,
  async (viewer, input) => {
    await renameAccountType(viewer, input);
    refreshEverywhere();
  },
);

const remove = adminAction(
  { name: "account-type.remove", isWrite: true },
  removeAccountTypeSchema,
  async (viewer, input) => {
    await deleteAccountType(viewer, input);
    refreshEverywhere();
  },
);

/** The navigation depends on permissions. */
function refreshEverywhere(): void {
  revalidatePath("/", "layout");
}

export async function changePermissionsAction(changes: ChangePermissionsInput) {
  return change(changes);
}

export async function createAccountTypeAction(input: CreateAccountTypeInput) {
  return create(input);
}

export async function renameAccountTypeAction(input: RenameAccountTypeInput) {
  return rename(input);
}

export async function removeAccountTypeAction(input: RemoveAccountTypeInput) {
  return remove(input);
}
