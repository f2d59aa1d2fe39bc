"use client";

import { KeyRound } from "lucide-react";
import { Button, ButtonLink } from "#components/ui/button";
import { PasswordField, TextField } from "#components/ui/field";
import { Notice } from "#components/ui/notice";
import { signInSchema } from "#lib/contract/accounts";
import { useJsonForm } from "./use-json-form.tsx";

type SignInFormProps = {
  /** A path of this site. */
  readonly next: string;
  /** What the provider of single sign-on is called; null: there is none. */
  readonly singleSignOn: string | null;
  /** Why single sign-on did not let somebody in. */
  readonly problem: string | null;
};

export function SignInForm({ next, singleSignOn, problem }: SignInFormProps) {
  return (
    <div className="space-y-5">
      {problem !== null && <Notice tone="danger">{problem}</Notice>}
      {singleSignOn !== null && (
        <>
          <ButtonLink href={`/api/oidc?next=${encodeURIComponent(next)}`} leaves="page" className="w-full">
            <KeyRound aria-hidden="true" />
            <span className="truncate">Sign in with {singleSignOn}</span>
          </ButtonLink>
          <p className="flex items-center gap-3 text-quiet text-sm before:flex-1 before:border-line before:border-t after:flex-1 after:border-line after:border-t">
            or with a password
          </p>
        </>
      )}
      <PasswordSignIn next={next} />
    </div>
  );
}

function PasswordSignIn({ next }: { readonly next: string }) {
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
