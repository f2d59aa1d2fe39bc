"use client";

import { ExternalLink } from "lucide-react";
import {
  createContext,
  type FormEvent,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useRef,
  useState,
} from "react";
import { z } from "zod";
import { Button, ButtonLink } from "#components/ui/button";
import { Dialog, DialogClose } from "#components/ui/dialog";
import { PasswordField } from "#components/ui/field";
import { Notice } from "#components/ui/notice";
import { nothing, request, sentenceOf } from "#components/ui/request";
import { onSignInElsewhere } from "#components/ui/signed-in-again";
import type { ActionResult } from "#lib/contract/action";

const AskAgain = createContext<() => Promise<boolean>>(async () => false);

/** Lets the actions inside ask for another sign-in when the last sign-in is too long ago. */
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
        title="Sign in again"
        description="Changes here want a sign-in of the last ten minutes. What you entered stays."
        open={isOpen}
        onOpenChange={(open) => {
          if (!open) close(false);
        }}
      >
        <ProveAgain email={email} onDone={() => close(true)} />
      </Dialog>
    </AskAgain>
  );
}

const sessionSchema = z.object({
  signIn: z.object({ password: z.boolean(), singleSignOn: z.string().nullable() }),
});
type Ways = z.infer<typeof sessionSchema>["signIn"];

/** By password, or at the provider of single sign-on for whom it knows. */
function ProveAgain({ email, onDone }: { readonly email: string; readonly onDone: () => void }) {
  const [ways, setWays] = useState<Ways | null>(null);
  useEffect(() => {
    request("/api/session", sessionSchema).then(
      ({ signIn }) => setWays(signIn),
      // The password form then says what is wrong.
      () => setWays({ password: true, singleSignOn: null }),
    );
  }, []);
  if (ways === null)
    return (
      <p role="status" className="text-quiet">
        One moment…
      </p>
    );
  return (
    <div className="space-y-5">
      {ways.singleSignOn !== null && <ProviderAgain name={ways.singleSignOn} onDone={onDone} />}
      {ways.password && <PasswordAgain email={email} onDone={onDone} />}
      {!ways.password && ways.singleSignOn === null && (
        <Notice tone="warning">
          You have no password, and single sign-on is not set up on this site. Ask an admin for a link to set a
          password.
        </Notice>
      )}
    </div>
  );
}

/** In a tab of its own, so that nothing on this page is lost. */
function ProviderAgain({ name, onDone }: { readonly name: string; readonly onDone: () => void }) {
  useEffect(() => onSignInElsewhere(onDone), [onDone]);
  return (
    <div className="space-y-2">
      <ButtonLink href="/api/oidc?again=1&next=/sign-in/again" leaves="tab" className="w-full">
        <span className="truncate">Sign in with {name}</span>
        <ExternalLink aria-label="opens a new tab" />
      </ButtonLink>
      <p className="text-quiet text-sm">It opens in a new tab. When you have signed in there, this page goes on.</p>
    </div>
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

/** Runs a server action; asks to sign in again and repeats it when that is what it wants. Never throws. */
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
