import { ButtonLink } from "#components/ui/button";

export type LinkThing = "invitation" | "password link";

type LinkProblemProps = {
  readonly thing: LinkThing;
  readonly state: "used" | "expired" | "unknown";
  readonly isSignedIn: boolean;
};

const sentences: Readonly<Record<LinkThing, Readonly<Record<LinkProblemProps["state"], string>>>> = {
  invitation: {
    used: "It was accepted before, and an invitation works once. If that was you, sign in with the password you chose.",
    expired: "Invitations hold for seven days, and this one is older. Ask an admin for a new link.",
    unknown:
      "The address is not complete, or the invitation was revoked or replaced by a newer one. Check the address, or ask an admin for a new link.",
  },
  "password link": {
    used: "It was used before, and such a link works once. Sign in with the password that was chosen, or ask an admin for a new link.",
    expired: "Password links hold for a day, and this one is older. Ask an admin for a new one.",
    unknown:
      "The address is not complete, or the link was replaced by a newer one. Check the address, or ask an admin for a new link.",
  },
};

/** Why a link does not lead further, and what to do. */
export function LinkProblem({ thing, state, isSignedIn }: LinkProblemProps) {
  return (
    <>
      <p className="mb-5">{sentences[thing][state]}</p>
      <ButtonLink href={isSignedIn ? "/" : "/sign-in"} className="w-full">
        {isSignedIn ? "Go to Home" : "Sign in"}
      </ButtonLink>
    </>
  );
}
