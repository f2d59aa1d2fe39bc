"use client";

import { useMemo, useRef, useState } from "react";
import { ExplainAccessProvider } from "#components/explain/explain-access";
import { DocumentTitle } from "#components/ui/document-title";
import type { WorkbookDetail } from "#lib/contract/workbooks";
import { type Permission, permissionLabel } from "#lib/permissions";
import { AddMenu, type ListedSource } from "./bar/add-menu.tsx";
import { ConflictDialog } from "./bar/conflict-dialog.tsx";
import { PageTabs } from "./bar/page-tabs.tsx";
import { PanelButton } from "./bar/panel-button.tsx";
import { SelectedFormula } from "./bar/selected-formula.tsx";
import { WorkbookActions } from "./bar/workbook-actions.tsx";
import { WorkbookBar } from "./bar/workbook-bar.tsx";
import { WorkbookNotices } from "./bar/workbook-notices.tsx";
import { Canvas } from "./canvas/canvas.tsx";
import { EmptyPage } from "./canvas/empty-page.tsx";
import { createResultCache } from "./data/result-cache.tsx";
import { useScopes } from "./data/use-scopes.tsx";
import { PropertiesPanel } from "./properties/properties-panel.tsx";
import { useRename } from "./state/use-rename.tsx";
import { useShortcuts } from "./state/use-shortcuts.tsx";
import { useWorkbook } from "./state/use-workbook.tsx";
import { type Selection, type WorkbookContext, type WorkbookMode, WorkbookProvider } from "./workbook-context.tsx";

export type WorkbookViewProps = {
  readonly detail: WorkbookDetail;
  readonly permissions: readonly Permission[];
  /** The permission is there, and a model. */
  readonly canExplain: boolean;
  /** What new elements can be built on. */
  readonly sources: readonly ListedSource[];
  readonly locale: string;
  readonly currency: string;
  readonly timeZone: string;
  readonly nonce: string | undefined;
};

/** A workbook: looked at as it is published, edited as a draft, or explored in private. Give it another `key` for another stage. */
export function WorkbookView(props: WorkbookViewProps) {
  const { detail, permissions, canExplain, sources, locale, currency, timeZone, nonce } = props;
  const mode = modeOf(detail);
  const state = useWorkbook({ workbookId: detail.id, start: detail, isPrivate: mode === "view" });
  const { document } = state;
  const scopes = useScopes(document);
  const [results] = useState(createResultCache);
  const [selection, setSelection] = useState<Selection>(null);
  const [pageId, setPageId] = useState(document.pages[0]?.id);
  const [name, rename] = useRename(detail);
  const [hasPanel, setHasPanel] = useState(true);
  const top = useRef<HTMLDivElement>(null);
  useShortcuts(state);

  const page = document.pages.find(({ id }) => id === pageId) ?? document.pages[0];
  const may = useMemo(() => {
    const granted = new Set(permissions);
    return (permission: Permission) => granted.has(permission);
  }, [permissions]);
  const selected = selection !== null && document.elements[selection.elementId] !== undefined ? selection : null;
  const context: WorkbookContext = {
    workbookId: detail.id,
    name,
    mode,
    stage: detail.stage,
    document,
    change: state.change,
    noBasic: refusal(detail, mode, may, "exploreBasic"),
    noFull: mode === "view" ? "Explore the workbook to change it." : refusal(detail, mode, may, "exploreFull"),
    may,
    scopes,
    results,
    selection: selected,
    select: setSelection,
    locale,
    currency,
    nonce,
  };
  const canBuildHere = context.noFull === null;
  const goToPage = (id: string) => {
    setPageId(id);
    setSelection(null);
    window.scrollTo({ top: 0 });
  };
  if (page === undefined) return <DocumentTitle>{name}</DocumentTitle>;
  return (
    <WorkbookProvider value={context}>
      <ExplainAccessProvider canExplain={canExplain}>
        <div ref={top} className="sticky top-12 z-10">
          <WorkbookBar name={name} mode={mode} state={state} onRename={mode === "view" ? null : rename}>
            {canBuildHere && <PanelButton isOpen={hasPanel} onToggle={() => setHasPanel(!hasPanel)} />}
            {canBuildHere && <AddMenu pageId={page.id} sources={sources} />}
            <WorkbookActions detail={detail} state={state} timeZone={timeZone} />
          </WorkbookBar>
          <SelectedFormula />
        </div>
        <div className="flex min-h-0 flex-1">
          <div className="flex min-w-0 flex-1 flex-col">
            <div className="min-w-0 flex-1 px-4 py-4 sm:px-6">
              <WorkbookNotices detail={detail} state={state} />
              <Canvas page={page} empty={<EmptyPage pageId={page.id} sources={sources} />} />
            </div>
            <PageTabs page={page} onChoose={goToPage} />
          </div>
          {canBuildHere && hasPanel && <PropertiesPanel page={page} below={top} onClose={() => setHasPanel(false)} />}
        </div>
        {state.save.name === "conflict" && <ConflictDialog conflict={state.save} onResolve={state.resolve} />}
      </ExplainAccessProvider>
    </WorkbookProvider>
  );
}

function modeOf({ kind, stage }: WorkbookDetail): WorkbookMode {
  if (kind === "exploration") return "explore";
  return stage === "draft" ? "edit" : "view";
}

function refusal(
  { access }: WorkbookDetail,
  mode: WorkbookMode,
  may: (permission: Permission) => boolean,
  permission: "exploreBasic" | "exploreFull",
): string | null {
  if (!may(permission)) return `Your account type does not include “${permissionLabel(permission)}”.`;
  return mode === "view" && access === "view" ? "This workbook is shared with you to look at, not to explore." : null;
}
