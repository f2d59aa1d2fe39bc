"use client";

import { ChevronRight } from "lucide-react";
import { type FormEvent, useState } from "react";
import { Button } from "#components/ui/button";
import { Checkbox } from "#components/ui/checkbox";
import { Input, TextAreaField } from "#components/ui/field";
import { Notice } from "#components/ui/notice";
import type { ActionResult } from "#lib/contract/action";
import { aiContextSchema, type SourceAiForm as SourceAiInput } from "#lib/contract/ask-sources";
import { plainMessage } from "#lib/contract/plain-message";
import type { SourceColumn } from "#lib/worksheet/worksheet";

type SourceAiFormProps = {
  readonly sourceId: string;
  readonly aiContext: string;
  readonly columns: readonly Pick<SourceColumn, "id" | "name" | "neverSend" | "hidden">[];
  readonly save: (input: SourceAiInput) => Promise<ActionResult<void>>;
};

type Outcome = { readonly ok: boolean; readonly message: string };

const unreachable = "The server cannot be reached. Check the connection and try again.";

/** What models are told of this source, and the columns whose values they never get. For those who manage it. */
export function SourceAiForm({ sourceId, aiContext, columns, save }: SourceAiFormProps) {
  const [typed, setTyped] = useState(aiContext);
  const [kept, setKept] = useState<ReadonlySet<string>>(() => new Set(columns.filter(isKept).map(({ id }) => id)));
  const [error, setError] = useState<string>();
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const [isPending, setIsPending] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setOutcome(null);
    const text = aiContextSchema.safeParse(typed, { error: plainMessage });
    setError(text.error?.issues[0]?.message);
    if (!text.success) return;
    setIsPending(true);
    const result = await save({ sourceId, aiContext: text.data, neverSend: [...kept] }).catch(() => null);
    setIsPending(false);
    if (result === null) return setOutcome({ ok: false, message: unreachable });
    setOutcome(
      result.ok
        ? { ok: true, message: "Saved. It holds from the next question on." }
        : { ok: false, message: result.error.message },
    );
  };
  return (
    <form onSubmit={submit} noValidate className="max-w-form space-y-4">
      {outcome !== null && <Notice tone={outcome.ok ? "positive" : "danger"}>{outcome.message}</Notice>}
      <TextAreaField
        label="AI context"
        className="min-h-28"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        error={error}
        placeholder={"Turnover means [Sales].\nUse [Order Date] for time."}
        help="Words that mean the same, which date to use, rules for metrics, what is not to be analysed. Sent with questions about this source."
      />
      <NeverSend
        columns={columns}
        kept={kept}
        onChange={(id, isKeptNow) => {
          const next = new Set(kept);
          if (isKeptNow) next.add(id);
          else next.delete(id);
          setKept(next);
        }}
      />
      <Button type="submit" pending={isPending}>
        Save
      </Button>
    </form>
  );
}

type NeverSendProps = Pick<SourceAiFormProps, "columns"> & {
  readonly kept: ReadonlySet<string>;
  readonly onChange: (id: string, isKept: boolean) => void;
};

function NeverSend({ columns, kept, onChange }: NeverSendProps) {
  const [query, setQuery] = useState("");
  const found = columns.filter(({ name }) => name.toLowerCase().includes(query.trim().toLowerCase()));
  return (
    <details className="group rounded-md border">
      <summary className="flex cursor-pointer list-none items-center gap-2 px-3 py-2 [&::-webkit-details-marker]:hidden">
        <ChevronRight aria-hidden="true" className="size-4 text-quiet transition-transform group-open:rotate-90" />
        <span className="font-medium">Never send</span>
        <span className="nums text-quiet">
          {kept.size} of {columns.length} columns
        </span>
      </summary>
      <div className="space-y-3 border-t px-3 py-3">
        <p className="text-quiet text-sm">
          No value of these columns, and of nothing that is computed from them, goes to an external provider, whatever
          AI settings allow. People still see them.
        </p>
        {columns.length > 10 && (
          <Input
            type="search"
            aria-label="Search columns"
            placeholder="Search columns"
            value={query}
            onChange={(event) => setQuery(event.target.value)}
          />
        )}
        <fieldset className="grid max-h-80 gap-x-6 gap-y-1.5 overflow-y-auto sm:grid-cols-2">
          <legend className="sr-only">Columns that are never sent</legend>
          {found.map((column) => (
            <Checkbox
              key={column.id}
              label={<span className="[overflow-wrap:anywhere]">{column.name}</span>}
              checked={kept.has(column.id)}
              onChange={(event) => onChange(column.id, event.target.checked)}
            />
          ))}
          {found.length === 0 && <p className="text-quiet">No column has “{query}” in its name.</p>}
        </fieldset>
      </div>
    </details>
  );
}

function isKept({ neverSend }: { readonly neverSend: boolean }): boolean {
  return neverSend;
}
