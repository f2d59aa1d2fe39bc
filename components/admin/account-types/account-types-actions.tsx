import type {
  ChangePermissionsInput,
  CreateAccountTypeInput,
  RemoveAccountTypeInput,
  RenameAccountTypeInput,
} from "#lib/contract/account-types";
import type { ActionResult } from "#lib/contract/action";

/** The server actions behind the Account types page. */
export type AccountTypesActions = {
  readonly changePermissions: (changes: ChangePermissionsInput) => Promise<ActionResult<void>>;
  readonly create: (input: CreateAccountTypeInput) => Promise<ActionResult<void>>;
  readonly rename: (input: RenameAccountTypeInput) => Promise<ActionResult<void>>;
  readonly remove: (input: RemoveAccountTypeInput) => Promise<ActionResult<void>>;
};

export type AccountTypeTask =
  | { readonly kind: "create" }
  | { readonly kind: "rename"; readonly accountTypeId: string }
  | { readonly kind: "remove"; readonly accountTypeId: string };
