"use client";

import { useState } from "react";
import { Button } from "#components/ui/button";
import { Notice } from "#components/ui/notice";
import { Section } from "#components/ui/page";
import { RadioCards } from "#components/ui/radio-cards";
import type { ActionResult } from "#lib/contract/action";
import type { AskSources, AskSourcesMode, SyncInput } from "#lib/contract/ask-sources";
import { useAdminAction } from "../sign-in-again.tsx";
import { AskSourceList } from "./ask-source-list.tsx";
import { IndexState } from "./index-state.tsx";
import { useAskSources } from "./use-ask-sources.tsx";

export type AskSourcesActions = {
  readonly sync: (input: SyncInput) => Promise<ActionResult<void>>;
  readonly changeMode: (mode: AskSourcesMode) => Promise<ActionResult<void>>;
};

type AskSourcesSectionProps = {
  readonly initial: AskSources;
  readonly locale: string;
  readonly actions: AskSourcesActions;
};

type Outcome = { readonly ok: boolean; readonly message: string };

/** Which sources Ask chooses from, and which come first. Choices are pending until Sync. */
export function AskSourcesSection({ initial, locale, actions }: AskSourcesSectionProps) {
  const { current, reload } = useAskSources(initial);
  const [chosen, setChosen] = useState<ReadonlyMap<string, boolean>>(new Map());
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const sync = useAdminAction(actions.sync);
  const changes = current.sources.filter(({ id, highlighted }) => (chosen.get(id) ?? highlighted) !== highlighted);
  const run = async () => {
    setOutcome(null);
    const result = await sync.run({
      highlight: changes.filter(({ highlighted }) => !highlighted).map(({ id }) => id),
      unhighlight: changes.filter(({ highlighted }) => highlighted).map(({ id }) => id),
    });
    if (result.ok) {
      await reload();
      setChosen(new Map());
    }
    setOutcome(
      result.ok
        ? { ok: true, message: "Synced. It holds from the next question on." }
        : { ok: false, message: result.error.message },
    );
  };
  return (
    <Section
      title="Ask data sources"
      id="ask-data-sources"
      description="Ask chooses among the sources that a person may use. Highlight those that questions should be answered from: they come first, and suggestions are made from them."
    >
      <div className="max-w-form space-y-5">
        <OutcomeNotice outcome={outcome} />
        <ModeChoice mode={current.mode} changeMode={actions.changeMode} onChanged={reload} />
        <IndexState index={current.index} locale={locale} onRetry={run} isRetrying={sync.isPending} />
        <div className="flex flex-wrap items-center justify-between gap-3">
          <p role="status" className="text-quiet">
            {pendingSentence(changes.length)}{" "}
            {changes.length > 0 && (
              <button
                type="button"
                className="text-accent underline-offset-2 hover:underline"
                onClick={() => setChosen(new Map())}
              >
                Discard
              </button>
            )}
          </p>
          <Button variant={changes.length > 0 ? "primary" : "secondary"} onClick={run} pending={sync.isPending}>
            Sync
          </Button>
        </div>
        <AskSourceList
          sources={current.sources}
          chosen={chosen}
          onChoose={(id, highlighted) => setChosen(new Map(chosen).set(id, highlighted))}
          locale={locale}
        />
      </div>
    </Section>
  );
}

function OutcomeNotice({ outcome }: { readonly outcome: Outcome | null }) {
  return outcome !== null && <Notice tone={outcome.ok ? "positive" : "danger"}>{outcome.message}</Notice>;
}

function pendingSentence(count: number): string {
  if (count === 0) return "Tick the sources to highlight.";
  return `${count === 1 ? "1 change is" : `${count} changes are`} pending. Sync puts them in force.`;
}

const modes = [
  {
    value: "all",
    label: "All accessible, highlighted first",
    description: "Every source that the person may use; of those that fit alike a highlighted one is chosen.",
  },
  {
    value: "highlighted",
    label: "Only highlighted",
    description: "Ask answers from highlighted sources alone, and says so when none fits.",
  },
] as const;

type ModeChoiceProps = {
  readonly mode: AskSourcesMode;
  readonly changeMode: AskSourcesActions["changeMode"];
  readonly onChanged: () => Promise<void>;
};

/** In force at once. */
function ModeChoice({ mode, changeMode, onChanged }: ModeChoiceProps) {
  const [chosen, setChosen] = useState<AskSourcesMode | null>(null);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const change = useAdminAction(changeMode);
  const choose = async (next: AskSourcesMode) => {
    setChosen(next);
    setOutcome(null);
    const result = await change.run(next);
    if (result.ok) await onChanged();
    setOutcome(
      result.ok
        ? { ok: true, message: "Saved. It holds from the next question on." }
        : { ok: false, message: result.error.message },
    );
    setChosen(null);
  };
  return (
    <div className="space-y-3">
      <RadioCards
        legend="Sources that Ask chooses from"
        name="ask-sources-mode"
        value={chosen ?? mode}
        onChange={(value) => void choose(value)}
        options={modes.map((option) => ({ ...option, disabled: change.isPending }))}
      />
      <OutcomeNotice outcome={outcome} />
    </div>
  );
}
