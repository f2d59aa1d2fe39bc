"use client";

import { createContext, type ReactNode, type RefObject, useContext, useEffect, useMemo, useState } from "react";
import type { OnScreen } from "../elements/drill-context.tsx";
import { useWorkbookContext, WorkbookProvider } from "../workbook-context.tsx";
import { ExplainElement } from "./explain-element.tsx";
import { menuButtonOf } from "./menu-button.tsx";

type Explaining = {
  readonly elementId: string | null;
  readonly show: (elementId: string, shown: OnScreen) => void;
};

const context = createContext<Explaining | null>(null);

type Explained = { readonly elementId: string; readonly shown: OnScreen };

/** Holds the explanation of a chart of the page: it stays while the elements are laid out another way, as in a narrower window. */
export function ExplainedProvider({ children }: { readonly children: ReactNode }) {
  const { document } = useWorkbookContext();
  const [explained, setExplained] = useState<Explained | null>(null);
  const elementId = explained?.elementId ?? null;
  const explaining = useMemo(
    (): Explaining => ({ elementId, show: (id, shown) => setExplained({ elementId: id, shown }) }),
    [elementId],
  );
  const button = useMemo(() => returnToMenuOf(elementId), [elementId]);
  const element = explained?.shown.element;
  const isThere = elementId !== null && document.elements[elementId] !== undefined;
  return (
    <context.Provider value={explaining}>
      {children}
      {isThere && explained !== null && element?.kind === "chart" && (
        <WorkbookProvider value={explained.shown.context}>
          <ExplainElement
            key={elementId}
            element={element}
            title={explained.shown.title}
            button={button}
            onClose={() => setExplained(null)}
          />
        </WorkbookProvider>
      )}
    </context.Provider>
  );
}

/** Opens the explanation of an element, which then follows what is on the screen. */
export function useExplain(elementId: string, shown: OnScreen): () => void {
  const explaining = useContext(context);
  const isOpen = explaining?.elementId === elementId;
  useEffect(() => {
    if (isOpen) explaining?.show(elementId, shown);
  }, [isOpen, explaining, elementId, shown]);
  return () => explaining?.show(elementId, shown);
}

function returnToMenuOf(elementId: string | null): RefObject<HTMLElement | null> {
  return {
    get current() {
      return elementId === null ? null : menuButtonOf(elementId);
    },
  };
}
