import "server-only";
import { z } from "zod";

/** Why single sign-on did not let somebody in. Only the name travels in an address, so that nobody can put words on our pages. */
const problems = {
  unknown:
    "Your e-mail address is not invited here. Ask an admin of your organization for an invitation, then sign in again.",
  unverified: "The provider does not say that your e-mail address is verified. Verify it there, then sign in again.",
  "no-email":
    "The provider did not tell your e-mail address. Whoever runs this server should allow the scope email for Askbook there.",
  deactivated: "Your account is deactivated. Ask an admin of your organization to reactivate it.",
  "another-identity":
    "Your e-mail address belongs to an account that signs in as somebody else at the provider. Ask an admin for help.",
  "another-person": "You signed in as somebody else. Sign in as the person who is at work here.",
  cancelled: "Signing in was cancelled at the provider. Nothing was changed.",
  expired: "This sign-in took longer than ten minutes, or was begun in another browser. Begin again.",
  refused: "What the provider answered could not be accepted, so nobody was signed in. Begin again.",
  unreachable:
    "The provider of single sign-on cannot be reached. Try again in a moment, or ask whoever runs this server.",
} as const;

export type SignInProblem = keyof typeof problems;

const problemSchema = z.enum(Object.keys(problems).filter((key): key is SignInProblem => key in problems));

/** The sentence for a problem's name in an address; null for anything else. */
export function sentenceOfProblem(name: unknown): string | null {
  const parsed = problemSchema.safeParse(name);
  return parsed.success ? problems[parsed.data] : null;
}
