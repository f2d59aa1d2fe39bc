"use client";

import { useState } from "react";
import { Button } from "#components/ui/button";
import { PasswordField } from "#components/ui/field";
import { Notice } from "#components/ui/notice";
import { changePasswordSchema } from "#lib/contract/accounts";
import { useJsonForm } from "./use-json-form.tsx";

export function PasswordForm() {
  const [round, setRound] = useState(0);
  return (
    <>
      {round > 0 && (
        <Notice tone="positive" className="mb-4">
          Your password is changed. Other devices were signed out.
        </Notice>
      )}
      <PasswordFields key={round} onDone={() => setRound(round + 1)} />
    </>
  );
}

function PasswordFields({ onDone }: { readonly onDone: () => void }) {
  const { isPending, fieldErrors, error, onSubmit } = useJsonForm({
    path: "/api/password",
    schema: changePasswordSchema,
    onDone,
  });
  return (
    <form onSubmit={onSubmit} noValidate className="max-w-sm space-y-4">
      {error !== null && <Notice tone="danger">{error}</Notice>}
      <PasswordField
        name="currentPassword"
        label="Current password"
        autoComplete="current-password"
        error={fieldErrors["currentPassword"]}
      />
      <PasswordField
        name="newPassword"
        label="New password"
        autoComplete="new-password"
        error={fieldErrors["newPassword"]}
        help="At least 10 characters."
      />
      <Button type="submit" pending={isPending}>
        Change password
      </Button>
    </form>
  );
}
