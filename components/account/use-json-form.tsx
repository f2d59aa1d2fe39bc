"use client";

import { type FormEvent, useState } from "react";
import type { z } from "zod";
import { nothing, RequestError, request, sentenceOf } from "#components/ui/request";
import { plainMessage } from "#lib/contract/plain-message";

type JsonFormOptions<Input> = {
  readonly path: string;
  readonly schema: z.ZodType<Input>;
  readonly onDone: () => void;
};

type JsonForm = {
  readonly isPending: boolean;
  /** What is wrong, by field name. */
  readonly fieldErrors: Readonly<Record<string, string>>;
  /** What is wrong with no field in particular. */
  readonly error: string | null;
  readonly onSubmit: (event: FormEvent<HTMLFormElement>) => void;
};

/** Checks a form by its schema, sends it as JSON and puts what is refused beside the field. */
export function useJsonForm<Input>({ path, schema, onDone }: JsonFormOptions<Input>): JsonForm {
  const [isPending, setIsPending] = useState(false);
  const [fieldErrors, setFieldErrors] = useState<Readonly<Record<string, string>>>({});
  const [error, setError] = useState<string | null>(null);

  const refuse = (form: HTMLFormElement, field: string | undefined, message: string) => {
    const input = field === undefined ? null : form.elements.namedItem(field);
    if (field === undefined || !(input instanceof HTMLElement)) return setError(message);
    setFieldErrors({ [field]: message });
    input.focus();
  };

  const submit = async (form: HTMLFormElement) => {
    setError(null);
    setFieldErrors({});
    const parsed = schema.safeParse(readForm(form), { error: plainMessage });
    if (!parsed.success) {
      setFieldErrors(errorsByField(parsed.error));
      const first = form.elements.namedItem(String(parsed.error.issues[0]?.path[0]));
      if (first instanceof HTMLElement) first.focus();
      return;
    }
    setIsPending(true);
    try {
      await request(path, nothing, { method: "POST", body: parsed.data });
      onDone();
    } catch (cause) {
      refuse(form, cause instanceof RequestError ? cause.field : undefined, sentenceOf(cause));
      setIsPending(false);
    }
  };

  return {
    isPending,
    fieldErrors,
    error,
    onSubmit(event) {
      event.preventDefault();
      void submit(event.currentTarget);
    },
  };
}

function readForm(form: HTMLFormElement): Record<string, string> {
  const entries = [...new FormData(form)].flatMap(([name, value]) =>
    typeof value === "string" ? [[name, value] as const] : [],
  );
  return Object.fromEntries(entries);
}

function errorsByField(error: z.ZodError): Record<string, string> {
  return Object.fromEntries(error.issues.toReversed().map((issue) => [String(issue.path[0]), issue.message]));
}
