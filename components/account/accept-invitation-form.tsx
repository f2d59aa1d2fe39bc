"use client";

import { Button } from "#components/ui/button";
import { PasswordField, TextField } from "#components/ui/field";
import { Notice } from "#components/ui/notice";
import { acceptInvitationSchema } from "#lib/contract/members";
import { useJsonForm } from "./use-json-form.tsx";

type AcceptInvitationFormProps = { readonly token: string; readonly email: string };

/** Afterwards a full page load: the session begins there. */
export function AcceptInvitationForm({ token, email }: AcceptInvitationFormProps) {
  const { isPending, fieldErrors, error, onSubmit } = useJsonForm({
    path: "/api/invitation",
    schema: acceptInvitationSchema,
    onDone: () => window.location.assign("/ask"),
  });
  return (
    <form onSubmit={onSubmit} noValidate className="space-y-4">
      {error !== null && <Notice tone="danger">{error}</Notice>}
      <input type="hidden" name="token" value={token} />
      <input type="hidden" autoComplete="username" value={email} readOnly />
      <TextField name="name" label="Your name" autoComplete="name" error={fieldErrors["name"]} />
      <PasswordField
        name="password"
        label="Password"
        autoComplete="new-password"
        error={fieldErrors["password"]}
        help="At least 10 characters."
      />
      <Button type="submit" variant="primary" pending={isPending} className="w-full">
        Join
      </Button>
    </form>
  );
}
