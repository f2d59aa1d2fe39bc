"use client";

import { useState } from "react";
import { Button, ButtonLink } from "#components/ui/button";
import { Notice } from "#components/ui/notice";
import { nothing, request, sentenceOf } from "#components/ui/request";
import type { LinkThing } from "./link-problem.tsx";

type SignedInAlreadyProps = {
  readonly email: string;
  readonly thing: LinkThing;
  /** Whom the link is for. */
  readonly forEmail: string;
};

/** A link that is for somebody else than who is signed in. Nothing happens to either until one of them is chosen. */
export function SignedInAlready({ email, thing, forEmail }: SignedInAlreadyProps) {
  const [isPending, setIsPending] = useState(false);
  const [error, setError] = useState<string>();
  const signOut = async () => {
    setIsPending(true);
    try {
      await request("/api/sign-out", nothing, { method: "POST", body: {} });
      window.location.reload();
    } catch (cause) {
      setError(sentenceOf(cause));
      setIsPending(false);
    }
  };
  return (
    <div className="space-y-5">
      {error !== undefined && <Notice tone="danger">{error}</Notice>}
      <p className="[overflow-wrap:anywhere]">
        This {thing} is for {forEmail}, and you are signed in as {email}. Sign out to go on with it; the link stays
        good.
      </p>
      <div className="space-y-2">
        <Button variant="primary" pending={isPending} onClick={() => void signOut()} className="w-full">
          Sign out and go on
        </Button>
        <ButtonLink href="/" className="w-full">
          Stay signed in
        </ButtonLink>
      </div>
    </div>
  );
}
