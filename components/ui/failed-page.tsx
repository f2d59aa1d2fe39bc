"use client";

import { Button, ButtonLink } from "./button.tsx";
import { EmptyState } from "./empty-state.tsx";

type FailedPageProps = { readonly digest: string | undefined; readonly onRetry: () => void };

/** A page that could not be made: what to do, and the number under which the server's log has it. */
export function FailedPage({ digest, onRetry }: FailedPageProps) {
  return (
    <div role="alert">
      <EmptyState
        heading="h1"
        title="This page could not be shown"
        actions={
          <>
            <Button variant="primary" onClick={onRetry}>
              Try again
            </Button>
            <ButtonLink href="/">Go to Home</ButtonLink>
          </>
        }
      >
        Something failed on the server. Try again; if it stays, give your admin this number to look up in the log:{" "}
        <span className="font-mono text-sm">{digest ?? "none"}</span>
      </EmptyState>
    </div>
  );
}
