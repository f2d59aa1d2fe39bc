"use client";

import { BookOpenText, PenLine, WandSparkles, Wrench } from "lucide-react";
import dynamic from "next/dynamic";
import { type KeyboardEvent, memo, type ReactNode, type RefObject, useEffect, useRef, useState } from "react";
import { IconButton } from "#components/ui/button";
import { Menu, MenuItem } from "#components/ui/menu";
import { type AssistMode, assistModes, modeTitles } from "./assistance.tsx";
import type { AssistantProps } from "./assistant-panel.tsx";

const loadPanel = async () => (await import("./assistant-panel.tsx")).AssistantPanel;
const AssistantPanel = dynamic(loadPanel, { ssr: false });

type WandProps = Omit<AssistantProps, "mode" | "onClose"> & {
  /** Whether its menu is open. */
  readonly isOpen: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
  /** Holds the wand and the editor. */
  readonly anchor: RefObject<HTMLElement | null>;
};

const icons: Readonly<Record<AssistMode, ReactNode>> = {
  write: <PenLine />,
  correct: <Wrench />,
  explain: <BookOpenText />,
};

/** Write, correct or explain: a menu, and the panel that it opens. For those with the permission only. */
export function Wand({ isOpen, onOpenChange, ...assistant }: WandProps) {
  const [mode, setMode] = useState<AssistMode | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  const wasUsed = useRef(false);
  useReturn(mode, () => {
    if (!wasUsed.current) button.current?.focus();
    wasUsed.current = false;
  });
  const isEmpty = assistant.formula.trim() === "";
  return (
    <>
      <WandMenu button={button} isOpen={isOpen} onOpenChange={onOpenChange} isEmpty={isEmpty} onChoose={setMode} />
      {mode !== null && (
        <AssistantPanel
          key={mode}
          {...assistant}
          mode={mode}
          onUse={(formula, candidate) => {
            wasUsed.current = true;
            assistant.onUse(formula, candidate);
          }}
          onClose={() => setMode(null)}
        />
      )}
    </>
  );
}

type WandMenuProps = Pick<WandProps, "isOpen" | "onOpenChange"> & {
  readonly button: RefObject<HTMLButtonElement | null>;
  readonly isEmpty: boolean;
  readonly onChoose: (mode: AssistMode) => void;
};

/** Not drawn anew at every key that is pressed in the editor beside it. */
const WandMenu = memo(function WandMenu({ button, isOpen, onOpenChange, isEmpty, onChoose }: WandMenuProps) {
  const hasChosen = useRef(false);
  return (
    <Menu
      open={isOpen}
      onOpenChange={(next) => {
        if (next) void loadPanel();
        onOpenChange(next);
      }}
      onCloseAutoFocus={(event) => {
        // The panel takes the focus.
        if (hasChosen.current) event.preventDefault();
        hasChosen.current = false;
      }}
      trigger={
        <IconButton
          ref={button}
          label="Formula assistant (Ctrl Shift F)"
          aria-keyshortcuts="Control+Shift+F Meta+Shift+F"
        >
          <WandSparkles />
        </IconButton>
      }
    >
      {assistModes.map((one) => (
        <MenuItem
          key={one}
          icon={icons[one]}
          disabled={one !== "write" && isEmpty}
          onSelect={() => {
            hasChosen.current = true;
            onChoose(one);
          }}
        >
          {modeTitles[one]}
        </MenuItem>
      ))}
    </Menu>
  );
});

/** Calls back when the panel has closed. */
function useReturn(mode: AssistMode | null, back: () => void): void {
  const former = useRef(mode);
  const latest = useRef(back);
  useEffect(() => {
    latest.current = back;
  });
  useEffect(() => {
    if (former.current !== null && mode === null) latest.current();
    former.current = mode;
  }, [mode]);
}

/** Ctrl or ⌘ with Shift and F in an editor: its wand. Keys in the panel, which React hands up too, are not meant. */
export function isWandShortcut({ ctrlKey, metaKey, shiftKey, key, target, currentTarget }: KeyboardEvent): boolean {
  const isHere = target instanceof Node && currentTarget.contains(target);
  return isHere && (ctrlKey || metaKey) && shiftKey && key.toLowerCase() === "f";
}

export function focusEditor(frame: HTMLElement | null): void {
  frame?.querySelector<HTMLElement>("[contenteditable=true]")?.focus();
}
