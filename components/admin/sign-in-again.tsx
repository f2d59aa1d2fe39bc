"use client";

import { createContext, type FormEvent, type ReactNode, useCallback, useContext, useRef, useState } from "react";
import { Button } from "#components/ui/button";
import { Dialog, DialogClose } from "#components/ui/dialog";
import { PasswordField } from "#components/ui/field";
import { nothing, request, sentenceOf } from "#components/ui/request";
import type { ActionResult } from "#lib/contract/action";

const AskAgain = createContext<() => Promise<boolean>>(async () => false);

/** Lets the actions inside ask for the password again when the last sign-in is too long ago. */
export function SignInAgain({ email, children }: { readonly email: string; readonly children: ReactNode }) {
  const [isOpen, setIsOpen] = useState(false);
  const answer = useRef<(isProved: boolean) => void>(() => undefined);
  const ask = useCallback(
    () =>
      new Promise<boolean>((resolve) => {
        answer.current = resolve;
        setIsOpen(true);
      }),
    [],
  );
  const close = (isProved: boolean) => {
    setIsOpen(false);
    answer.current(isProved);
  };
  return (
    <AskAgain value={ask}>
      {children}
      <Dialog
        title="Enter your password again"
        description="Changes here want a sign-in of the last ten minutes."
        open={isOpen}
        onOpenChange={(open) => {
          if (!open) close(false);
        }}
      >
        <PasswordAgain email={email} onDone={() => close(true)} />
      </Dialog>
    </AskAgain>
  );
}

function PasswordAgain({ email, onDone }: { readonly email: string; readonly onDone: () => void }) {
  const [password, setPassword] = useState("");
  const [error, setError] = useState<string>();
  const [isPending, setIsPending] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setIsPending(true);
    setError(undefined);
    try {
      await request("/api/sign-in", nothing, { method: "POST", body: { email, password } });
      onDone();
    } catch (cause) {
      setError(sentenceOf(cause));
    } finally {
      setIsPending(false);
    }
  };
  return (
    <form onSubmit={submit} noValidate className="space-y-4">
      <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
      <PasswordField
        ref={focusAtOnce}
        label="Password"
        autoComplete="current-password"
        value={password}
        onChange={(event) => setPassword(event.target.value)}
        error={error}
        required
      />
      <div className="flex justify-end gap-2">
        <DialogClose />
        <Button type="submit" variant="primary" pending={isPending} disabled={password === ""}>
          Continue
        </Button>
      </div>
    </form>
  );
}

function focusAtOnce(input: HTMLInputElement | null): void {
  input?.focus();
}

type AdminAction<Arguments extends readonly unknown[], Data> = {
  readonly run: (...input: Arguments) => Promise<ActionResult<Data>>;
  readonly isPending: boolean;
};

/** Runs a server action; asks for the password and repeats it when that is what it wants. Never throws. */
export function useAdminAction<Arguments extends readonly unknown[], Data>(
  action: (...input: Arguments) => Promise<ActionResult<Data>>,
): AdminAction<Arguments, Data> {
  const ask = useContext(AskAgain);
  const [isPending, setIsPending] = useState(false);
  const run = async (...input: Arguments): Promise<ActionResult<Data>> => {
    setIsPending(true);
    try {
      const first = await action(...input);
      if (first.ok || first.error.code !== "recent_sign_in_required") return first;
      return (await ask()) ? await action(...input) : first;
    } catch {
      const message = "The server cannot be reached. Nothing was changed, as far as this page knows; reload it to see.";
      return { ok: false, error: { code: "internal", message } };
    } finally {
      setIsPending(false);
    }
  };
  return { run, isPending };
}
