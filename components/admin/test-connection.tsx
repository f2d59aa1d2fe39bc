"use client";

import { CircleAlert, CircleCheck } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Button } from "#components/ui/button";
import { Notice } from "#components/ui/notice";
import type { ActionResult } from "#lib/contract/action";
import type { TestOutcome, TestStep } from "#lib/contract/ai-settings";
import type { AiSettingsActions } from "./ai-settings-actions.tsx";
import { useAdminAction } from "./sign-in-again.tsx";

type TestConnectionProps = {
  readonly testProvider: AiSettingsActions["testProvider"];
  /** Further buttons in the same row. */
  readonly children: ReactNode;
};

/** Calls the provider for real and says what was reached and how long it took. */
export function TestConnection({ testProvider, children }: TestConnectionProps) {
  const [result, setResult] = useState<ActionResult<TestOutcome> | null>(null);
  const test = useAdminAction(testProvider);
  return (
    <>
      <div className="flex flex-wrap gap-2">
        <Button
          pending={test.isPending}
          onClick={async () => {
            setResult(null);
            setResult(await test.run());
          }}
        >
          Test connection
        </Button>
        {children}
      </div>
      {test.isPending && (
        <p role="status" className="text-quiet">
          Calling the provider…
        </p>
      )}
      {result?.ok === false && <Notice tone="danger">{result.error.message}</Notice>}
      {result?.ok === true && <Outcome outcome={result.data} />}
    </>
  );
}

function Outcome({ outcome }: { readonly outcome: TestOutcome }) {
  return (
    <Notice tone={outcome.ok ? "positive" : "danger"} title={outcome.message}>
      <ul className="space-y-1.5">
        {outcome.steps.map((step) => (
          <Step key={step.name} step={step} />
        ))}
      </ul>
      <p className="nums mt-1.5">Took {secondsOf(outcome.elapsedMs)}.</p>
    </Notice>
  );
}

function Step({ step }: { readonly step: TestStep }) {
  const Icon = step.ok ? CircleCheck : CircleAlert;
  return (
    <li className="flex gap-2">
      <Icon
        aria-label={step.ok ? "passed" : "failed"}
        className={`mt-0.5 size-4 shrink-0 ${step.ok ? "text-positive" : "text-danger"}`}
      />
      <span className="min-w-0 [overflow-wrap:anywhere]">
        <span className="text-text">{step.name}</span> <span className="font-mono text-sm">{step.model}</span>{" "}
        <span className="nums">{secondsOf(step.elapsedMs)}</span>
        {step.message !== null && (
          <span className="block">
            {step.message} {step.nextStep}
          </span>
        )}
      </span>
    </li>
  );
}

function secondsOf(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(2)} s`;
}
