"use client";

import { type FormEvent, useState } from "react";
import { Button } from "#components/ui/button";
import { SelectField, TextField } from "#components/ui/field";
import { Notice } from "#components/ui/notice";
import { Page } from "#components/ui/page";
import type { ActionResult } from "#lib/contract/action";
import type { General } from "#lib/contract/general";
import { SignInAgain, useAdminAction } from "../sign-in-again.tsx";
import { GeneralPreview } from "./general-preview.tsx";

type Choices = readonly { readonly value: string; readonly label: string }[];

export type GeneralViewProps = {
  readonly general: General;
  readonly choices: { readonly timeZones: Choices; readonly locales: Choices; readonly currencies: Choices };
  /** ISO: what the preview shows as now. */
  readonly now: string;
  readonly save: (general: General) => Promise<ActionResult<void>>;
  /** Of the admin, for entering the password again. */
  readonly email: string;
};

export function GeneralView({ email, ...form }: GeneralViewProps) {
  return (
    <SignInAgain email={email}>
      <Page
        title="General"
        description="How your organization is called, and how its days, weeks, numbers and money are read and shown: in questions, formulas, tables and charts."
      >
        <GeneralForm {...form} />
      </Page>
    </SignInAgain>
  );
}

type Failure = { readonly field: string | undefined; readonly message: string };

function GeneralForm({ general, choices, now, save }: Omit<GeneralViewProps, "email">) {
  const [typed, setTyped] = useState(general);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isSaved, setIsSaved] = useState(false);
  const saving = useAdminAction(save);
  const change = (patch: Partial<General>) => {
    setIsSaved(false);
    setTyped({ ...typed, ...patch });
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setFailure(null);
    setIsSaved(false);
    const result = await saving.run(typed);
    if (result.ok) setIsSaved(true);
    else setFailure({ field: result.error.field, message: result.error.message });
  };
  const errorOf = (field: keyof General) => (failure?.field === field ? failure.message : undefined);
  const isAtField = failure?.field !== undefined && failure.field in general;
  return (
    <div className="grid items-start gap-x-10 gap-y-6 xl:grid-cols-[minmax(0,28rem)_minmax(0,26rem)]">
      <form onSubmit={submit} noValidate className="space-y-4">
        {failure !== null && !isAtField && <Notice tone="danger">{failure.message}</Notice>}
        {isSaved && <Notice tone="positive">Saved. In force from everybody's next page or question on.</Notice>}
        <TextField
          label="Organization"
          autoComplete="organization"
          value={typed.name}
          onChange={(event) => change({ name: event.target.value })}
          error={errorOf("name")}
        />
        <SelectField
          label="Time zone"
          value={typed.timeZone}
          options={choices.timeZones}
          onChange={(event) => change({ timeZone: event.target.value })}
          error={errorOf("timeZone")}
          help="Where “today” begins and in which zone moments of data are shown."
        />
        <SelectField
          label="Language and region"
          value={typed.locale}
          options={choices.locales}
          onChange={(event) => change({ locale: event.target.value })}
          error={errorOf("locale")}
          help="How dates and numbers are written. The words of the interface stay English."
        />
        <SelectField
          label="Weeks begin on"
          value={typed.weekStart}
          options={[
            { value: "sunday", label: "Sunday" },
            { value: "monday", label: "Monday" },
          ]}
          onChange={(event) => change({ weekStart: event.target.value === "monday" ? "monday" : "sunday" })}
          help="For questions by week and for formulas that cut dates to weeks."
        />
        <SelectField
          label="Currency"
          value={typed.currency}
          options={choices.currencies}
          onChange={(event) => change({ currency: event.target.value })}
          error={errorOf("currency")}
          help="Of amounts whose column names no other. Nothing is converted."
        />
        <Button type="submit" variant="primary" pending={saving.isPending}>
          Save
        </Button>
      </form>
      <GeneralPreview general={typed} now={now} />
    </div>
  );
}
