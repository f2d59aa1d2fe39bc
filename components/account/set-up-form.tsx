"use client";

import { Button } from "#components/ui/button";
import { PasswordField, TextField } from "#components/ui/field";
import { Notice } from "#components/ui/notice";
import { setUpSchema } from "#lib/contract/accounts";
import { useJsonForm } from "./use-json-form.tsx";

/** The site's first organization and its admin. Afterwards a full page load: the session begins there. */
export function SetUpForm({ needsCode }: { readonly needsCode: boolean }) {
  const { isPending, fieldErrors, error, onSubmit } = useJsonForm({
    path: "/api/setup",
    schema: setUpSchema,
    onDone: () => window.location.assign("/ask"),
  });
  return (
    <form onSubmit={onSubmit} noValidate className="space-y-4">
      {error !== null && <Notice tone="danger">{error}</Notice>}
      {needsCode && (
        <TextField
          name="code"
          label="Set-up code"
          autoComplete="one-time-code"
          autoCapitalize="characters"
          spellCheck={false}
          className="font-mono"
          error={fieldErrors["code"]}
          help="Printed in the terminal where Askbook was started."
        />
      )}
      <TextField
        name="organization"
        label="Organization"
        autoComplete="organization"
        error={fieldErrors["organization"]}
      />
      <TextField name="name" label="Your name" autoComplete="name" error={fieldErrors["name"]} />
      <TextField name="email" type="email" label="E-mail" autoComplete="username" error={fieldErrors["email"]} />
      <PasswordField
        name="password"
        label="Password"
        autoComplete="new-password"
        error={fieldErrors["password"]}
        help="At least 10 characters."
      />
      <Button type="submit" variant="primary" pending={isPending} className="w-full">
        {isPending ? "Preparing your workspace and sample data" : "Create admin account"}
      </Button>
    </form>
  );
}
