"use client";

import { Lock } from "lucide-react";
import { Notice } from "#components/ui/notice";
import { rootOf } from "../data/use-scopes.tsx";
import type { ViewResult } from "../data/use-view-result.tsx";
import { useWorkbookContext } from "../workbook-context.tsx";

type ElementProblemProps = {
  readonly worksheetId: string;
  readonly problem: NonNullable<ViewResult["problem"]>;
  readonly retry: () => void;
};

/** Why an element shows nothing: the viewer may not use its source, or its query failed. */
export function ElementProblem({ worksheetId, problem, retry }: ElementProblemProps) {
  const { document, scopes, noFull } = useWorkbookContext();
  const sourceId = rootOf(document, worksheetId);
  const isDenied = problem.code === "not_found" && sourceId !== null && scopes.isDenied(sourceId);
  if (isDenied)
    return (
      <div className="flex h-full flex-col items-center justify-center gap-1 p-4 text-center">
        <Lock aria-hidden="true" className="size-4 text-quiet" />
        <p className="font-medium">You may not use the source of this element</p>
        <p className="max-w-md text-balance text-quiet text-sm">{problem.message}</p>
      </div>
    );
  const isFormula = problem.code === "formula_invalid";
  return (
    <div className="overflow-auto p-3">
      <Notice
        tone="warning"
        title={isFormula ? "A formula of this element has an error" : "This element could not be loaded"}
        onRetry={isFormula ? null : retry}
      >
        {problem.message}
        {isFormula && noFull === null && " Select the column to mend it in the formula bar."}
      </Notice>
    </div>
  );
}
