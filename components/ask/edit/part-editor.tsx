"use client";

import type { SourceScope } from "#components/formula/use-source-scope";
import type { RunData } from "#lib/contract/runs";
import type { WorksheetDraft } from "#lib/worksheet/draft";
import type { CardPart } from "./cards.tsx";
import { ChartEditor } from "./chart-editor.tsx";
import { ColumnEditor } from "./column-editor.tsx";
import { draftOfResult, type Mark } from "./draft-edits.tsx";
import type { Editing } from "./editing.tsx";
import { FilterEditor } from "./filter-editor.tsx";
import { KeysEditor } from "./keys-editor.tsx";
import { LimitEditor } from "./limit-editor.tsx";
import { NewColumnEditor } from "./new-column-editor.tsx";
import { ShownEditor } from "./shown-editor.tsx";
import { SortEditor } from "./sort-editor.tsx";
import { SourceEditor } from "./source-editor.tsx";
import { TotalsEditor } from "./totals-editor.tsx";
import { type Problem, useChange } from "./use-change.tsx";

type PartEditorProps = {
  readonly part: CardPart;
  readonly result: RunData["result"];
  readonly mark: Mark;
  readonly scope: SourceScope;
  readonly editing: Editing;
  readonly onClose: () => void;
};

/** What every editor of a part gets. */
export type EditorProps = {
  readonly result: RunData["result"];
  readonly draft: WorksheetDraft;
  readonly mark: Mark;
  readonly scope: SourceScope;
  readonly nonce: string | undefined;
  readonly assistant: Editing["assistant"];
  readonly problems: readonly Problem[];
  readonly isPending: boolean;
  /** `keepsForm`: the result keeps its columns, so it is drawn as before. */
  readonly onApply: (draft: WorksheetDraft, change: string, more?: ApplyOptions) => void;
  readonly onRefuse: (message: string) => void;
  /** Something else is written now: what was wrong with it before is not said on. */
  readonly onEdited: () => void;
  readonly onCancel: () => void;
};
export type ApplyOptions = {
  readonly mark?: Mark;
  readonly source?: { readonly id: string; readonly scope: SourceScope };
};

export function PartEditor({ part, result, mark, scope, editing, onClose }: PartEditorProps) {
  const { problems, setProblems, isPending, apply, refuse } = useChange(editing);
  const draft = draftOfResult(result);
  const props: EditorProps = {
    result,
    draft,
    mark,
    scope,
    nonce: editing.nonce,
    assistant: editing.assistant,
    problems,
    isPending,
    onRefuse: refuse,
    onEdited: () => setProblems([]),
    onCancel: onClose,
    onApply: async (worksheet, change, more = {}) => {
      const sourceId = more.source?.id ?? result.sourceId;
      const wanted = more.mark === undefined ? mark : more.mark;
      const changed = { sourceId, worksheet, mark: wanted, change: change.slice(0, 300) };
      if (await apply(changed, more.source?.scope ?? scope)) onClose();
    },
  };
  switch (part.part) {
    case "source":
      return <SourceEditor {...props} sources={editing.sources} />;
    case "filter":
      return <FilterEditor {...props} index={part.index} />;
    case "new-filter":
      return <FilterEditor {...props} index={draft.filters.length} />;
    case "column":
      return <ColumnEditor {...props} index={part.index} />;
    case "new-column":
      return <NewColumnEditor {...props} />;
    case "totals":
      return <TotalsEditor {...props} />;
    case "shown":
      return <ShownEditor {...props} />;
    case "keys":
      return <KeysEditor {...props} index={part.index} />;
    case "sort":
      return <SortEditor {...props} />;
    case "limit":
      return <LimitEditor {...props} />;
    case "chart":
      return <ChartEditor {...props} />;
  }
}
