"use client";

import { type FormEvent, useState } from "react";
import { Button } from "#components/ui/button";
import { TextField } from "#components/ui/field";
import { Notice } from "#components/ui/notice";
import { Section } from "#components/ui/page";
import { retentionSchema } from "#lib/contract/ai-settings";
import type { AiSettingsActions } from "./ai-settings-actions.tsx";
import { useAdminAction } from "./sign-in-again.tsx";

type RetentionSectionProps = {
  readonly retentionDays: number;
  readonly actions: AiSettingsActions;
};

/** How long questions, answers and what was sent are kept. */
export function RetentionSection({ retentionDays, actions }: RetentionSectionProps) {
  const [typed, setTyped] = useState(retentionDays.toString());
  const [error, setError] = useState<string>();
  const [outcome, setOutcome] = useState<{ readonly ok: boolean; readonly message: string } | null>(null);
  const save = useAdminAction(actions.changeRetention);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setOutcome(null);
    const days = retentionSchema.safeParse(typed.trim() === "" ? undefined : Number(typed));
    setError(days.success ? undefined : "Enter a whole number of days, from 1 to 3650.");
    if (!days.success) return;
    const result = await save.run(days.data);
    setOutcome(
      result.ok
        ? { ok: true, message: "Saved. What is older is being deleted now." }
        : { ok: false, message: result.error.message },
    );
  };
  return (
    <Section
      title="Retention"
      description="A conversation is deleted this many days after its last question, with its answers, results and copies of what was sent. Shortening it deletes what is older at once, and nothing brings that back."
    >
      <form onSubmit={submit} noValidate className="max-w-form space-y-4">
        {outcome !== null && <Notice tone={outcome.ok ? "positive" : "danger"}>{outcome.message}</Notice>}
        <TextField
          label="Days to keep conversations"
          inputMode="numeric"
          className="max-w-60"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          error={error}
        />
        <Button type="submit" pending={save.isPending}>
          Save retention
        </Button>
      </form>
    </Section>
  );
}
