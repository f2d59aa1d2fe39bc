import type { ReactNode } from "react";
import { classNames } from "#components/ui/class-names";
import { Spinner } from "#components/ui/spinner";
import { type Step, type StepKind, stepKinds } from "./step.tsx";

/** Steps one under the other, joined by a line; each arrives as it happens. `children`: the parts that can be changed. */
export function StepList({ steps, children }: { readonly steps: readonly Step[]; readonly children?: ReactNode }) {
  return (
    <ol className="relative space-y-2.5 before:absolute before:top-2 before:bottom-2 before:left-[7.5px] before:w-px before:bg-line">
      {steps.map((step) => (
        <StepRow key={step.id} step={step} />
      ))}
      {children}
    </ol>
  );
}

type StepFrameProps = {
  readonly kind: StepKind;
  /** Instead of the kind's. */
  readonly icon?: ReactNode;
  readonly children: ReactNode;
};

export function StepFrame({ kind, icon, children }: StepFrameProps) {
  const { icon: Icon } = stepKinds[kind];
  return (
    <li className="relative flex animate-arrive gap-2.5">
      <span
        className={classNames(
          "relative z-10 mt-px flex size-4 shrink-0 items-center justify-center bg-(--step-ground,var(--canvas))",
          kind === "problem" ? "text-warning" : "text-quiet",
        )}
      >
        {icon ?? <Icon aria-hidden="true" className="size-3.5" />}
      </span>
      <div className="min-w-0 flex-1 text-sm">{children}</div>
    </li>
  );
}

function StepRow({ step }: { readonly step: Step }) {
  return (
    <StepFrame kind={step.kind} icon={step.isRunning ? <Spinner className="size-3.5" /> : undefined}>
      <span className="mr-2 text-quiet">{stepKinds[step.kind].label}</span>
      <span className="[overflow-wrap:anywhere]">{step.title}</span>
      {step.formula !== undefined && (
        <code className="mt-0.5 block font-mono text-quiet text-xs [overflow-wrap:anywhere]">{step.formula}</code>
      )}
      {step.detail !== undefined && step.detail !== "" && <p className="mt-0.5 text-quiet text-xs">{step.detail}</p>}
    </StepFrame>
  );
}
