"use client";

import { useEffect } from "react";
import { ButtonLink } from "#components/ui/button";
import { Notice } from "#components/ui/notice";
import { announceSignIn } from "#components/ui/signed-in-again";

/** Tells the tab that waits, and closes this one where browsers allow it. */
export function SignedInAgain({ problem }: { readonly problem: string | null }) {
  const isDone = problem === null;
  useEffect(() => {
    if (!isDone) return;
    announceSignIn();
    window.close();
  }, [isDone]);
  if (isDone) return null;
  return (
    <div className="space-y-4">
      <Notice tone="danger">{problem}</Notice>
      <ButtonLink href="/api/oidc?again=1&next=/sign-in/again" leaves="page">
        Try again
      </ButtonLink>
    </div>
  );
}
