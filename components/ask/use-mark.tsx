import { useState } from "react";
import { sentenceOf } from "#components/ui/request";
import type { Chart, ChartMark } from "#lib/chart/chart";
import { markNames } from "#lib/chart/describe-chart";
import { draftOfResult } from "./edit/draft-edits.tsx";
import type { Editing } from "./edit/editing.tsx";
import type { ResultData } from "./read-answer.tsx";

/** A mark that was chosen in place: drawn at once, and kept as the answer's next version. Without `editing` only this page knows of it. */
export function useMark(data: ResultData, drawn: Chart | null, editing: Editing | null) {
  const [chosen, setChosen] = useState<ChartMark | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const choose = async (mark: ChartMark) => {
    setProblem(editing?.obstacle ?? null);
    if (editing !== null && editing.obstacle !== null) return;
    setChosen(mark);
    if (editing === null || mark === drawn?.mark) return;
    const change = `Shown as ${markNames[mark].toLowerCase()}`;
    try {
      await editing.apply({ sourceId: data.sourceId, worksheet: draftOfResult(data), mark, change });
    } catch (error) {
      setChosen(null);
      setProblem(sentenceOf(error));
    }
  };
  return { chosen, problem, choose: (mark: ChartMark) => void choose(mark) };
}
