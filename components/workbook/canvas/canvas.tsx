"use client";

import dynamic from "next/dynamic";
import { type ReactNode, useEffect, useState } from "react";
import { classNames } from "#components/ui/class-names";
import { Skeleton } from "#components/ui/skeleton";
import { inReadingOrder } from "#lib/workbook/edit/layout";
import type { Element, Page } from "#lib/workbook/workbook";
import { DrillsProvider } from "../elements/use-drill.tsx";
import { useWorkbookContext } from "../workbook-context.tsx";
import { ElementFrame } from "./element-frame.tsx";
import { ExplainedProvider } from "./explained.tsx";
import { RemovedProvider } from "./removed.tsx";
import { useIsNarrow } from "./use-is-narrow.tsx";

/** The grid and its dragging are fetched when the first one is shown. */
const Grid = dynamic(async () => (await import("./grid.tsx")).Grid, { ssr: false, loading: GridSkeleton });

type CanvasProps = { readonly page: Page; readonly empty: ReactNode };

/** The elements of a page: on the grid, one below the other where there is little room, or one of them alone. */
export function Canvas(props: CanvasProps) {
  return (
    <DrillsProvider key={props.page.id}>
      <ExplainedProvider>
        <RemovedProvider page={props.page}>
          <Elements {...props} />
        </RemovedProvider>
      </ExplainedProvider>
    </DrillsProvider>
  );
}

function Elements({ page, empty }: CanvasProps) {
  const { document } = useWorkbookContext();
  const isNarrow = useIsNarrow();
  const [largeId, setLargeId] = useState<string | null>(null);
  const large = largeId === null ? undefined : document.elements[largeId];
  const isHere = page.layout.some(({ elementId }) => elementId === largeId);
  if (large !== undefined && isHere) return <LargeElement element={large} onLeave={() => setLargeId(null)} />;
  if (page.layout.length === 0) return empty;
  if (isNarrow === null) return <GridSkeleton />;
  if (!isNarrow) return <Grid page={page} onLarge={setLargeId} />;
  return (
    <div className="space-y-3">
      {inReadingOrder(page.layout).map(({ elementId }) => {
        const element = document.elements[elementId];
        if (element === undefined) return null;
        return (
          <div key={elementId} className={stackHeights[heightOf(element)]}>
            <ElementFrame element={element} onLarge={() => setLargeId(elementId)} />
          </div>
        );
      })}
    </div>
  );
}

type LargeElementProps = { readonly element: Element; readonly onLeave: () => void };

/** Shown from its title on. Esc leads back to the others, unless something above it is open. */
function LargeElement({ element, onLeave }: LargeElementProps) {
  const { noFull } = useWorkbookContext();
  useEffect(() => {
    // Newer browsers give a promise, which is no way to clean up.
    window.scrollTo({ top: 0 });
  }, []);
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key === "Escape" && !event.defaultPrevented) onLeave();
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, [onLeave]);
  return (
    <div className={classNames("h-[calc(100dvh-200px)] min-h-96", noFull === null && underFormulaClass)}>
      <ElementFrame element={element} isLarge onLarge={onLeave} />
    </div>
  );
}

/** The formula bar has its room where there is one. */
const underFormulaClass = "md:h-[calc(100dvh-300px)]";

const stackHeights = { table: "h-96", chart: "h-80", kpi: "h-40", own: "" } as const;

function heightOf(element: Element): keyof typeof stackHeights {
  if (element.kind === "table") return "table";
  if (element.kind !== "chart") return "own";
  return element.chart.mark === "kpi" ? "kpi" : "chart";
}

function GridSkeleton() {
  return (
    <div role="status" className="grid gap-3 md:grid-cols-2">
      <span className="sr-only">Loading the page</span>
      <Skeleton className="h-72" />
      <Skeleton className="h-72" />
      <Skeleton className="h-72 md:col-span-2" />
    </div>
  );
}
