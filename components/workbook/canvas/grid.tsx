"use client";

import "react-grid-layout/css/styles.css";
import { type KeyboardEvent, useState } from "react";
import GridLayout, { type Layout, verticalCompactor } from "react-grid-layout";
import { grow, inReadingOrder, setLayout, smallestSize, step } from "#lib/workbook/edit/layout";
import { gridColumns, type Page, type Place, rowHeight, titleOf } from "#lib/workbook/workbook";
import { useSize } from "../elements/use-size.tsx";
import { useWorkbookContext } from "../workbook-context.tsx";
import { ElementFrame, handleClass } from "./element-frame.tsx";

type GridProps = { readonly page: Page; readonly onLarge: (elementId: string) => void };

const margin = [12, 12] as const;
const noPadding = [0, 0] as const;

/** The library's own style stands in no layer, so what differs from it has to insist. */
const gridClass =
  "[&_.react-grid-placeholder]:rounded-md! [&_.react-grid-placeholder]:bg-accent! [&_.react-grid-placeholder]:opacity-15! [&_.react-resizable-handle]:z-10 [&_.react-resizable-handle]:after:border-quiet! [&_.react-resizable-handle]:after:size-2! motion-reduce:[&_.react-grid-item]:transition-none!";

/** Elements where they stand; those who may move them do so by dragging, or by the keys of their handle. */
export function Grid({ page, onLarge }: GridProps) {
  const { document, change, noFull } = useWorkbookContext();
  const { frame, size } = useSize();
  const [announcement, setAnnouncement] = useState("");
  const canMove = noFull === null;

  const place = (layout: readonly Place[], burst?: string) =>
    change((before) => setLayout(before, page.id, layout), burst);
  const press = (elementId: string, event: KeyboardEvent) => {
    const direction = directions[event.key];
    if (direction === undefined || !canMove) return;
    event.preventDefault();
    const next = (event.shiftKey ? grow : step)(page.layout, elementId, direction);
    place(next, `place:${elementId}`);
    const element = document.elements[elementId];
    if (element !== undefined) setAnnouncement(describePlace(titleOf(document, element), elementId, next));
  };

  return (
    <div ref={frame}>
      {size !== null && (
        <GridLayout
          className={gridClass}
          width={size.width}
          layout={page.layout.map((one) => toItem(one))}
          gridConfig={{ cols: gridColumns, rowHeight, margin, containerPadding: noPadding }}
          dragConfig={{ enabled: canMove, handle: `.${handleClass}`, cancel: "button:not([data-grip])", threshold: 3 }}
          resizeConfig={{ enabled: canMove, handles: ["se"] }}
          compactor={verticalCompactor}
          onDragStop={(layout) => place(fromLayout(layout))}
          onResizeStop={(layout) => place(fromLayout(layout))}
        >
          {inReadingOrder(page.layout).flatMap(({ elementId }) => {
            const element = document.elements[elementId];
            if (element === undefined) return [];
            return (
              <div key={elementId}>
                <ElementFrame
                  element={element}
                  onLarge={() => onLarge(elementId)}
                  {...(canMove ? { onMoveKey: (event: KeyboardEvent) => press(elementId, event) } : {})}
                />
              </div>
            );
          })}
        </GridLayout>
      )}
      <span role="status" className="sr-only">
        {announcement}
      </span>
    </div>
  );
}

const directions: Readonly<Record<string, "left" | "right" | "up" | "down">> = {
  ArrowLeft: "left",
  ArrowRight: "right",
  ArrowUp: "up",
  ArrowDown: "down",
};

function toItem({ elementId, x, y, width, height }: Place) {
  return { i: elementId, x, y, w: width, h: height, minW: smallestSize.width, minH: smallestSize.height };
}

function fromLayout(layout: Layout): Place[] {
  return layout.map(({ i, x, y, w, h }) => ({ elementId: i, x, y, width: w, height: h }));
}

function describePlace(title: string, elementId: string, layout: readonly Place[]): string {
  const place = layout.find((one) => one.elementId === elementId);
  if (place === undefined) return "";
  const order = inReadingOrder(layout).findIndex((one) => one.elementId === elementId) + 1;
  const size = `${place.width} columns wide, ${place.height} rows high`;
  return `${title}: column ${place.x + 1}, row ${place.y + 1}, ${size}, ${order} of ${layout.length}.`;
}
