"use client";

import { type FormEvent, useState } from "react";
import { Button } from "#components/ui/button";
import { DataList } from "#components/ui/data-list";
import { TextField } from "#components/ui/field";
import { Notice } from "#components/ui/notice";
import { Section } from "#components/ui/page";
import { type LimitsForm, limitsSchema, type ReportedRateLimits } from "#lib/contract/ai-settings";
import { plainMessage } from "#lib/contract/plain-message";
import type { AiSettingsActions } from "./ai-settings-actions.tsx";
import { useAdminAction } from "./sign-in-again.tsx";

const fields = [
  { name: "tokensPerDay", label: "Tokens per day, whole organization" },
  { name: "tokensPerDayPerPerson", label: "Tokens per day, each person" },
  { name: "requestsPerMinute", label: "Requests per minute, whole organization" },
  { name: "runsAtOncePerPerson", label: "Answers in the making at one time, each person" },
] as const satisfies readonly { readonly name: keyof LimitsForm; readonly label: string }[];

type FieldName = (typeof fields)[number]["name"];

type LimitsSectionProps = {
  readonly limits: LimitsForm;
  readonly usedTokensToday: number;
  readonly reportedRateLimits: ReportedRateLimits | null;
  readonly hasProvider: boolean;
  readonly locale: string;
  readonly actions: AiSettingsActions;
};

/** Ceilings on what an external provider is asked. Blank: none. */
export function LimitsSection({ limits, usedTokensToday, locale, actions, ...provider }: LimitsSectionProps) {
  const [typed, setTyped] = useState<Readonly<Record<FieldName, string>>>(() => ({
    tokensPerDay: limits.tokensPerDay?.toString() ?? "",
    tokensPerDayPerPerson: limits.tokensPerDayPerPerson?.toString() ?? "",
    requestsPerMinute: limits.requestsPerMinute?.toString() ?? "",
    runsAtOncePerPerson: limits.runsAtOncePerPerson?.toString() ?? "",
  }));
  const [errors, setErrors] = useState<Partial<Record<string, string>>>({});
  const [outcome, setOutcome] = useState<{ readonly ok: boolean; readonly message: string } | null>(null);
  const save = useAdminAction(actions.changeLimits);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setOutcome(null);
    const parsed = limitsSchema.safeParse(Object.fromEntries(fields.map(({ name }) => [name, numberOf(typed[name])])), {
      error: plainMessage,
    });
    if (!parsed.success)
      return setErrors(
        Object.fromEntries(parsed.error.issues.map((issue) => [String(issue.path[0]), messageOf(issue)])),
      );
    setErrors({});
    const result = await save.run(parsed.data);
    setOutcome(result.ok ? { ok: true, message: "Limits saved." } : { ok: false, message: result.error.message });
  };
  return (
    <Section
      title="Limits"
      description="Tokens and requests are those of an external provider, over all instances; answers in the making are counted with the built-in model too. Leave blank for no limit. Days begin at midnight UTC."
    >
      <form onSubmit={submit} noValidate className="max-w-form space-y-4">
        {outcome !== null && <Notice tone={outcome.ok ? "positive" : "danger"}>{outcome.message}</Notice>}
        {fields.map(({ name, label }) => (
          <TextField
            key={name}
            label={label}
            inputMode="numeric"
            placeholder="No limit"
            className="max-w-60"
            value={typed[name]}
            onChange={(event) => setTyped({ ...typed, [name]: event.target.value })}
            error={errors[name]}
          />
        ))}
        <p className="text-quiet">
          Used today: <span className="nums">{new Intl.NumberFormat(locale).format(usedTokensToday)}</span> tokens.
        </p>
        <Button type="submit" pending={save.isPending}>
          Save limits
        </Button>
      </form>
      <ProviderLimits {...provider} locale={locale} />
    </Section>
  );
}

const recommendedTokensPerMinute = 100_000;

type ProviderLimitsProps = Pick<LimitsSectionProps, "reportedRateLimits" | "hasProvider" | "locale">;

/** What the provider itself allows, beside what is recommended. */
function ProviderLimits({ reportedRateLimits: reported, hasProvider, locale }: ProviderLimitsProps) {
  const number = new Intl.NumberFormat(locale);
  const recommended = `Askbook recommends a provider limit of at least ${number.format(recommendedTokensPerMinute)} tokens per minute.`;
  if (!hasProvider) return <p className="mt-5 max-w-form text-quiet">{recommended}</p>;
  if (reported === null)
    return (
      <p className="mt-5 max-w-form text-quiet">
        {recommended} The provider’s answers have not said yet what it allows; not every provider does.
      </p>
    );
  const isLow = reported.tokensPerMinute !== null && reported.tokensPerMinute < recommendedTokensPerMinute;
  const told = (limit: number | null, left: number | null): string =>
    limit === null
      ? "Not reported"
      : left === null
        ? number.format(limit)
        : `${number.format(limit)} · ${number.format(left)} left`;
  return (
    <div className="mt-5 max-w-form space-y-3">
      <p className="text-quiet">{recommended} This is what the provider’s last answer reported:</p>
      <DataList
        items={[
          {
            label: "Tokens per minute",
            value: <span className="nums">{told(reported.tokensPerMinute, reported.remainingTokens)}</span>,
          },
          {
            label: "Requests per minute",
            value: <span className="nums">{told(reported.requestsPerMinute, reported.remainingRequests)}</span>,
          },
        ]}
      />
      {isLow && (
        <Notice tone="warning">
          The provider allows fewer tokens per minute than recommended: answers may wait or fail when several people
          ask. Ask the provider for a higher limit.
        </Notice>
      )}
    </div>
  );
}

/** Digits may be grouped as people write them. */
function numberOf(text: string): number | null {
  const digits = text.replace(/[\s,.'_\u00a0\u202f]/g, "");
  return digits === "" ? null : Number(digits);
}

function messageOf(issue: { readonly code: string; readonly message: string }): string {
  return issue.code === "too_small" ? issue.message : "Enter a whole number, or leave it blank.";
}
