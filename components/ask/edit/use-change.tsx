import { useState } from "react";
import type { SourceScope } from "#components/formula/use-source-scope";
import { RequestError } from "#components/ui/request";
import { createWorksheet } from "#lib/worksheet/create-worksheet";
import type { WorksheetDraft } from "#lib/worksheet/draft";
import type { Change } from "./draft-edits.tsx";
import type { Editing } from "./editing.tsx";

export type Problem = { readonly where: string; readonly message: string; readonly fix?: string };

const noDocument = { worksheets: {}, controls: [] };

/** What is wrong with a draft over a source, by the server's own checks; nothing while the source is on its way. */
export function checkDraft(draft: WorksheetDraft, scope: SourceScope): readonly Problem[] {
  if (scope.state !== "ready") return [];
  const created = createWorksheet(draft, scope.source, { ...scope.place.scope, document: noDocument });
  return created.ok ? [] : created.diagnostics;
}

/** Checks a change in the browser and has it run. `apply` gives whether it is on its way. */
export function useChange({ apply: run, obstacle }: Editing) {
  const [problems, setProblems] = useState<readonly Problem[]>([]);
  const [isPending, setIsPending] = useState(false);
  const refuse = (message: string) => setProblems([{ where: "", message }]);
  const apply = async (change: Change, scope: SourceScope): Promise<boolean> => {
    if (obstacle !== null) {
      refuse(obstacle);
      return false;
    }
    const found = checkDraft(change.worksheet, scope);
    setProblems(found);
    if (found.length > 0) return false;
    setIsPending(true);
    try {
      await run(change);
      return true;
    } catch (error) {
      refuse(
        error instanceof RequestError ? error.message : "This could not be changed. Reload the page and try again.",
      );
      return false;
    } finally {
      setIsPending(false);
    }
  };
  return { problems, setProblems, isPending, apply, refuse };
}
