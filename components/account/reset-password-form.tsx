"use client";

import { Button } from "#components/ui/button";
import { PasswordField } from "#components/ui/field";
import { Notice } from "#components/ui/notice";
import { resetPasswordSchema } from "#lib/contract/members";
import { useJsonForm } from "./use-json-form.tsx";

type ResetPasswordFormProps = { readonly token: string; readonly email: string };

/** Afterwards a full page load: the session begins there. */
export function ResetPasswordForm({ token, email }: ResetPasswordFormProps) {
  const { isPending, fieldErrors, error, onSubmit } = useJsonForm({
    path: "/api/reset",
    schema: resetPasswordSchema,
    onDone: () => window.location.assign("/"),
  });
  return (
    <form onSubmit={onSubmit} noValidate className="space-y-4">
      {error !== null && <Notice tone="danger">{error}</Notice>}
      <input type="hidden" name="token" value={token} />
      <input type="hidden" autoComplete="username" value={email} readOnly />
      <PasswordField
        name="password"
        label="New password"
        autoComplete="new-password"
        error={fieldErrors["password"]}
        help="At least 10 characters."
      />
      <Button type="submit" variant="primary" pending={isPending} className="w-full">
        Save and sign in
      </Button>
    </form>
  );
}
