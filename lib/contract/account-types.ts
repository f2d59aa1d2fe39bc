import { z } from "zod";
import { type Permission, permissions } from "../permissions.ts";

/** What crosses the wire about account types. */

const isPermission = (value: string): value is Permission => permissions.some((permission) => permission === value);
const permissionsSchema = z.array(z.string().refine(isPermission)).max(permissions.length);

export type AccountTypeItem = {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  /** One of the five that come with Askbook. */
  readonly isDefault: boolean;
  /** Admin: has everything, always. */
  readonly isFixed: boolean;
  /** The account type of whoever looks at the page. */
  readonly isOwn: boolean;
  readonly permissions: readonly Permission[];
  readonly memberCount: number;
  readonly invitationCount: number;
};

export const changePermissionsSchema = z
  .array(z.object({ accountTypeId: z.uuid(), permissions: permissionsSchema, expected: permissionsSchema }))
  .min(1)
  .max(200);
export type ChangePermissionsInput = z.infer<typeof changePermissionsSchema>;

const words = {
  name: z
    .string({ error: "Name the account type." })
    .trim()
    .min(1, "Name the account type.")
    .max(60, "A name has at most 60 characters."),
  description: z.string().trim().max(300, "A description has at most 300 characters."),
};

export const createAccountTypeSchema = z.object({
  ...words,
  /** The account type whose permissions it begins with; null: none. */
  copyOf: z.uuid().nullable(),
});
export type CreateAccountTypeInput = z.infer<typeof createAccountTypeSchema>;

export const renameAccountTypeSchema = z.object({ accountTypeId: z.uuid(), ...words });
export type RenameAccountTypeInput = z.infer<typeof renameAccountTypeSchema>;

/** `moveTo`: the account type that members and invitations get. Null when there are none. */
export const removeAccountTypeSchema = z.object({ accountTypeId: z.uuid(), moveTo: z.uuid().nullable() });
export type RemoveAccountTypeInput = z.infer<typeof removeAccountTypeSchema>;
