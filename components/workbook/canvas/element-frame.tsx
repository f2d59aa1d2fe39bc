"use client";

import { GripVertical, Maximize2, Minimize2 } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useState } from "react";
import { IconButton } from "#components/ui/button";
import { classNames } from "#components/ui/class-names";
import { Tooltip } from "#components/ui/tooltip";
import { renameElement } from "#lib/workbook/edit/rename-element";
import { type Element, titleOf } from "#lib/workbook/workbook";
import { DrillProvider } from "../elements/drill-context.tsx";
import { ElementBody } from "../elements/element-body.tsx";
import { useWorkbookContext } from "../workbook-context.tsx";
import { ElementMenu } from "./element-menu.tsx";
import { menuButtonOf } from "./menu-button.tsx";
import { useTakeOver } from "./removed.tsx";
import { TitleEditor } from "./title-editor.tsx";
import { useIsSeen } from "./use-is-seen.tsx";

/** What an element is dragged by. */
export const handleClass = "element-handle";

export type ElementFrameProps = {
  readonly element: Element;
  /** It has the whole page. */
  readonly isLarge?: boolean;
  /** To the whole page, or back. */
  readonly onLarge: () => void;
  /** Keys on its handle; without it the element stays where it is. */
  readonly onMoveKey?: (event: KeyboardEvent) => void;
};

/** A surface with a title line, whose tools show on hover and focus. */
export function ElementFrame(props: ElementFrameProps) {
  const { element } = props;
  const frame = <Frame {...props} />;
  return element.kind === "chart" ? <DrillProvider element={element}>{frame}</DrillProvider> : frame;
}

function Frame({ element, isLarge = false, onLarge, onMoveKey }: ElementFrameProps) {
  const { document, scopes, change, select, selection, noFull } = useWorkbookContext();
  const { frame, isSeen } = useIsSeen();
  const [isRenaming, setIsRenaming] = useState(false);
  const findMenu = () => menuButtonOf(element.id);
  useTakeOver(element.id, findMenu);
  const title = titleOf(document, element);
  const isSelected = selection?.elementId === element.id;
  const choose = () => {
    if (noFull === null && !isSelected) select({ elementId: element.id, columnId: null });
  };
  const hasNoTitle = element.kind === "text" && !isLarge;
  const rename = (name: string) => {
    setIsRenaming(false);
    change((before) => renameElement(before, element.id, name, scopes.sources));
  };
  return (
    <section
      ref={frame}
      aria-label={title}
      data-element={element.id}
      onPointerDownCapture={choose}
      onFocusCapture={choose}
      className={classNames(
        "group/frame relative flex h-full flex-col rounded-md border transition-colors",
        hasNoTitle ? "border-transparent hover:border-line focus-within:border-line" : "bg-surface",
        isSelected && "border-accent",
      )}
    >
      <header
        className={classNames(
          "flex h-9 shrink-0 items-center gap-1 pr-1 pl-3",
          onMoveKey !== undefined && `${handleClass} cursor-grab active:cursor-grabbing`,
          hasNoTitle && "absolute inset-x-0 top-0 z-10 justify-end",
          hasNoTitle && toolsClass,
        )}
      >
        {onMoveKey !== undefined && <Grip title={title} onKeyDown={onMoveKey} />}
        {!hasNoTitle && (
          <Title isCut={!isRenaming}>
            {isRenaming ? (
              <TitleEditor name={title} returnTo={findMenu} onDone={rename} onLeave={() => setIsRenaming(false)} />
            ) : (
              title
            )}
          </Title>
        )}
        <div
          className={classNames(
            "ml-auto flex shrink-0",
            !isLarge && toolsClass,
            !isLarge && !hasNoTitle && !isRenaming && overTitleClass,
          )}
        >
          {(element.kind === "table" || element.kind === "chart") && (
            <IconButton label={isLarge ? `Make ${title} smaller` : `Maximise ${title}`} size="small" onClick={onLarge}>
              {isLarge ? <Minimize2 /> : <Maximize2 />}
            </IconButton>
          )}
          <ElementMenu element={element} title={title} onRename={() => setIsRenaming(true)} />
        </div>
      </header>
      <div className={classNames("min-h-0 flex-1", hasNoTitle && "pt-2")}>
        <ElementBody element={element} isSeen={isSeen} />
      </div>
    </section>
  );
}

const toolsClass =
  "opacity-0 transition-opacity group-focus-within/frame:opacity-100 group-hover/frame:opacity-100 has-data-[state=open]:opacity-100 pointer-coarse:opacity-100";

/** Tools that are not seen take no room from the title. */
const overTitleClass =
  "pointer-fine:absolute pointer-fine:top-1 pointer-fine:right-1 pointer-fine:rounded-sm pointer-fine:bg-surface pointer-fine:shadow-[-0.5rem_0_0.5rem_var(--surface)]";

/** A field in its place is not cut: its focus is seen all around. */
function Title({ isCut, children }: { readonly isCut: boolean; readonly children: ReactNode }) {
  return <h2 className={classNames("min-w-0 flex-1 font-medium", isCut && "truncate")}>{children}</h2>;
}

function Grip({ title, onKeyDown }: { readonly title: string; readonly onKeyDown: (event: KeyboardEvent) => void }) {
  return (
    <Tooltip content="Drag, or arrow keys to move and Shift with them to resize">
      <button
        type="button"
        data-grip
        aria-label={`Move or resize ${title}`}
        aria-keyshortcuts="ArrowLeft ArrowRight ArrowUp ArrowDown Shift+ArrowLeft Shift+ArrowRight Shift+ArrowUp Shift+ArrowDown"
        onKeyDown={onKeyDown}
        className="absolute top-1.5 left-0 flex h-6 w-3 cursor-grab items-center justify-center rounded-sm text-quiet opacity-0 transition-opacity focus-visible:opacity-100 group-focus-within/frame:opacity-100 group-hover/frame:opacity-100"
      >
        <GripVertical aria-hidden="true" className="size-3.5 shrink-0" />
      </button>
    </Tooltip>
  );
}
