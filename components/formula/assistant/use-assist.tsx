import { useMemo } from "react";
import { type RunTask, useRun } from "#components/run/use-run";
import type { StartFormulaRun } from "#lib/contract/formula-assist";
import { type AssistAnswer, readAssist } from "./read-assist.tsx";

export type Assist = Omit<RunTask, "start"> & {
  readonly answer: AssistAnswer;
  readonly isRunning: boolean;
  readonly start: (input: StartFormulaRun) => void;
};

/** One run of the assistant and what it has said so far. */
export function useAssist(): Assist {
  const task = useRun();
  const { parts, state } = task.run;
  const answer = useMemo(() => readAssist(parts), [parts]);
  return { ...task, answer, isRunning: state === "running" };
}
