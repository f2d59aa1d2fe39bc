import { z } from "zod";

/** What crosses the wire about accounts: docs/http-api.md describes it for scripts. */

export const email = z
  .string({ error: "Enter an e-mail address." })
  .trim()
  .max(254, "This e-mail address is too long.")
  .pipe(z.email("Enter an e-mail address such as ada@example.com."));
export const newPassword = z
  .string({ error: "Choose a password." })
  .min(10, "Choose a password of at least 10 characters.")
  .max(200, "A password has at most 200 characters.");
const currentPassword = z
  .string({ error: "Enter your password." })
  .min(1, "Enter your password.")
  .max(200, "A password has at most 200 characters.");
export const personName = z
  .string({ error: "Enter your name." })
  .trim()
  .min(1, "Enter your name.")
  .max(100, "A name has at most 100 characters.");
export const organizationName = z
  .string({ error: "Enter the name of your organization." })
  .trim()
  .min(1, "Enter the name of your organization.")
  .max(100, "A name has at most 100 characters.");

/** `POST /api/setup`: the first organization and its admin. */
export const setUpSchema = z.object({
  organization: organizationName,
  name: personName,
  email,
  password: newPassword,
  /** The one-time code that `npm start` prints when the server listens on a network. */
  code: z.string().trim().max(100).optional(),
});
export type SetUp = z.infer<typeof setUpSchema>;

/** `POST /api/sign-in`. A signed-in person sends it again to prove that it is still them. */
export const signInSchema = z.object({ email, password: currentPassword });
export type SignIn = z.infer<typeof signInSchema>;

/** `POST /api/password`. */
export const changePasswordSchema = z.object({ currentPassword, newPassword });
export type ChangePassword = z.infer<typeof changePasswordSchema>;

/** `npm run askbook -- organization create`. */
export const createOrganizationSchema = setUpSchema.omit({ code: true });
export type CreateOrganization = z.infer<typeof createOrganizationSchema>;

/** `GET /api/session`: who is signed in. */
export type SessionInfo = {
  readonly user: { readonly id: string; readonly name: string; readonly email: string };
  readonly organization: { readonly id: string; readonly name: string };
  readonly accountType: { readonly id: string; readonly name: string };
  readonly permissions: readonly string[];
  /** How this person can prove again that it is them; `singleSignOn` is what its provider is called. */
  readonly signIn: { readonly password: boolean; readonly singleSignOn: string | null };
};
