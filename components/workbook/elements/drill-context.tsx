"use client";

import { createContext, type ReactNode, useContext, useMemo } from "react";
import type { ChartElement, Element } from "#lib/workbook/workbook";
import { useWorkbookContext, type WorkbookContext } from "../workbook-context.tsx";
import { type Drill, useDrill } from "./use-drill.tsx";

const context = createContext<Drill | null>(null);

type DrillProviderProps = { readonly element: ChartElement; readonly children: ReactNode };

/** Where a reader has drilled to in a chart, for its drawing and for its menu. */
export function DrillProvider({ element, children }: DrillProviderProps) {
  return <context.Provider value={useDrill(element)}>{children}</context.Provider>;
}

/** Of the chart that the component stands in. */
export function useDrilled(): Drill {
  const drill = useContext(context);
  if (drill === null) throw new Error("what belongs to a chart stands inside DrillProvider");
  return drill;
}

/** What is on the screen: a chart as it is drilled to, named so, with the document that its rows come from. */
export type OnScreen = {
  readonly element: Element;
  readonly title: string;
  readonly context: WorkbookContext;
};

export function useOnScreen(element: Element, title: string): OnScreen {
  const workbook = useWorkbookContext();
  const drill = useContext(context);
  return useMemo(() => {
    if (drill === null || drill.trail.length === 0) return { element, title, context: workbook };
    const marks = drill.trail.map(({ label }) => label).join(", ");
    return {
      element: drill.element,
      title: `${title}: ${marks}`,
      context: { ...workbook, document: drill.document },
    };
  }, [element, title, workbook, drill]);
}
