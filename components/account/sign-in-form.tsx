"use client";

import { Button } from "#components/ui/button";
import { PasswordField, TextField } from "#components/ui/field";
import { Notice } from "#components/ui/notice";
import { signInSchema } from "#lib/contract/accounts";
import { useJsonForm } from "./use-json-form.tsx";

/** `next` is a path of this site. */
export function SignInForm({ next }: { readonly next: string }) {
  const { isPending, fieldErrors, error, onSubmit } = useJsonForm({
    path: "/api/sign-in",
    schema: signInSchema,
    onDone: () => window.location.assign(next),
  });
  return (
    <form onSubmit={onSubmit} noValidate className="space-y-4">
      {error !== null && <Notice tone="danger">{error}</Notice>}
      <TextField name="email" type="email" label="E-mail" autoComplete="username" error={fieldErrors["email"]} />
      <PasswordField
        name="password"
        label="Password"
        autoComplete="current-password"
        error={fieldErrors["password"]}
        help="Forgotten it? An admin can make a reset link for you."
      />
      <Button type="submit" variant="primary" pending={isPending} className="w-full">
        Sign in
      </Button>
    </form>
  );
}
