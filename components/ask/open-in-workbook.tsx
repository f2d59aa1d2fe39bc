"use client";

import { NotebookPen } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "#components/ui/button";
import { Checkbox } from "#components/ui/checkbox";
import { Dialog } from "#components/ui/dialog";
import { Notice } from "#components/ui/notice";
import { request, sentenceOf } from "#components/ui/request";
import type { Chart } from "#lib/chart/chart";
import type { RunMessage } from "#lib/contract/runs";
import { type CreateExploration, createdWorkbookSchema } from "#lib/contract/workbooks";
import { chartOf, readAnswer } from "./read-answer.tsx";

/** A result of the conversation that can become elements of a workbook. */
export type OpenableResult = { readonly resultId: string; readonly name: string; readonly chart: Chart | null };

/** Those of the shown branch, in the order in which they were found. */
export function openableResults(messages: readonly RunMessage[]): OpenableResult[] {
  return messages.flatMap((message) => {
    if (message.role !== "assistant") return [];
    const answer = readAnswer(message.parts);
    return answer.results.map((result) => ({
      resultId: result.resultId,
      name: result.worksheet.name,
      chart: chartOf(answer, result),
    }));
  });
}

type OpenInWorkbookProps = {
  /** The answer's own results, which are ticked at first. */
  readonly own: readonly string[];
  readonly all: readonly OpenableResult[];
};

/** Opens results as live tables and charts of a private exploration: at once when there is one, else those that are ticked. */
export function OpenInWorkbook({ own, all }: OpenInWorkbookProps) {
  const [ticked, setTicked] = useState<readonly string[]>(own);
  const [isOpen, setIsOpen] = useState(false);
  const { open, isOpening, problem } = useExploration();
  const [only] = all;
  const press = () => (all.length === 1 && only !== undefined ? void open([only]) : setIsOpen(true));
  const chosen = all.filter(({ resultId }) => ticked.includes(resultId));
  const tick = (resultId: string, isTicked: boolean) =>
    setTicked(isTicked ? [...ticked, resultId] : ticked.filter((id) => id !== resultId));
  return (
    <>
      <Button variant="quiet" size="small" onClick={press} disabled={isOpening}>
        <NotebookPen />
        {isOpening ? "Opening" : "Open in workbook"}
      </Button>
      {problem !== null && !isOpen && <Notice tone="danger">{problem}</Notice>}
      <Dialog
        title="Open in workbook"
        description="What is ticked becomes live tables and charts that only you see, until you save them as a workbook."
        open={isOpen}
        onOpenChange={setIsOpen}
        footer={
          <>
            <Button onClick={() => setIsOpen(false)}>Cancel</Button>
            <Button variant="primary" disabled={isOpening || chosen.length === 0} onClick={() => void open(chosen)}>
              {isOpening ? "Opening" : `Open ${chosen.length} ${chosen.length === 1 ? "result" : "results"}`}
            </Button>
          </>
        }
      >
        <fieldset className="space-y-2">
          <legend className="sr-only">Results of this conversation</legend>
          {all.map(({ resultId, name, chart }) => (
            <Checkbox
              key={resultId}
              label={name}
              help={chart === null ? "Table" : "Chart and table"}
              checked={ticked.includes(resultId)}
              onChange={({ currentTarget }) => tick(resultId, currentTarget.checked)}
            />
          ))}
        </fieldset>
        {problem !== null && (
          <Notice tone="danger" className="mt-4">
            {problem}
          </Notice>
        )}
      </Dialog>
    </>
  );
}

function useExploration() {
  const router = useRouter();
  const [isOpening, setIsOpening] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const open = async (results: readonly OpenableResult[]) => {
    setIsOpening(true);
    setProblem(null);
    const body: CreateExploration = {
      from: "results",
      name: results[0]?.name ?? "Exploration",
      resultIds: results.map(({ resultId }) => resultId),
      charts: Object.fromEntries(results.flatMap(({ resultId, chart }) => (chart === null ? [] : [[resultId, chart]]))),
    };
    try {
      const { id } = await request("/api/explorations", createdWorkbookSchema, { method: "POST", body });
      router.push(`/workbooks/${id}`);
    } catch (error) {
      setProblem(sentenceOf(error));
      setIsOpening(false);
    }
  };
  return { open, isOpening, problem };
}
