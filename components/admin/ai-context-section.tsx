"use client";

import { type FormEvent, useState } from "react";
import { Button } from "#components/ui/button";
import { TextAreaField } from "#components/ui/field";
import { Notice } from "#components/ui/notice";
import { Section } from "#components/ui/page";
import type { ActionResult } from "#lib/contract/action";
import { aiContextSchema } from "#lib/contract/ask-sources";
import { plainMessage } from "#lib/contract/plain-message";
import { useAdminAction } from "./sign-in-again.tsx";

type AiContextSectionProps = {
  readonly aiContext: string;
  readonly changeAiContext: (text: string) => Promise<ActionResult<void>>;
};

/** What every model is told about the organization's data, beside what each source says of itself. */
export function AiContextSection({ aiContext, changeAiContext }: AiContextSectionProps) {
  const [typed, setTyped] = useState(aiContext);
  const [error, setError] = useState<string>();
  const [outcome, setOutcome] = useState<{ readonly ok: boolean; readonly message: string } | null>(null);
  const save = useAdminAction(changeAiContext);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setOutcome(null);
    const text = aiContextSchema.safeParse(typed, { error: plainMessage });
    setError(text.error?.issues[0]?.message);
    if (!text.success) return;
    const result = await save.run(text.data);
    setOutcome(
      result.ok
        ? { ok: true, message: "Saved. It holds from the next question on." }
        : { ok: false, message: result.error.message },
    );
  };
  return (
    <Section
      title="AI context"
      description="Told to the model with every question, for all sources: words of your trade and what they mean, which date counts, rules for metrics, what is not to be analysed. It is sent to an external provider. What holds for one source only stands on that source’s page."
    >
      <form onSubmit={submit} noValidate className="max-w-form space-y-4">
        {outcome !== null && <Notice tone={outcome.ok ? "positive" : "danger"}>{outcome.message}</Notice>}
        <TextAreaField
          label="AI context of the organization"
          className="min-h-32"
          placeholder={"Turnover means [Sales].\nThe year begins in February.\nDo not analyse single employees."}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          error={error}
          help={`${typed.length.toLocaleString()} of 4,000 characters`}
        />
        <Button type="submit" pending={save.isPending}>
          Save AI context
        </Button>
      </form>
    </Section>
  );
}
