"use client";

import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";
import { inReadingOrder } from "#lib/workbook/edit/layout";
import { findDependants, removeElement } from "#lib/workbook/edit/remove-element";
import { type Page, titleOf, type WorkbookDocument } from "#lib/workbook/workbook";
import { useWorkbookContext } from "../workbook-context.tsx";

/** Where the keyboard goes on: at an element, or where the page says that it is empty. */
type Place = { readonly elementId: string | null };

type Removing = {
  readonly remove: (elementId: string) => void;
  readonly place: Place | null;
  readonly arrive: () => void;
};

const context = createContext<Removing | null>(null);

type RemovedProps = { readonly page: Page; readonly children: ReactNode };

/** Deletes elements of the page, says so, and leads the keyboard on from what is gone. */
export function RemovedProvider({ page, children }: RemovedProps) {
  const { document, change, select } = useWorkbookContext();
  const [place, setPlace] = useState<Place | null>(null);
  const [sentences, setSentences] = useState<readonly string[]>([]);
  const removing = useMemo(
    (): Removing => ({
      remove(elementId) {
        select(null);
        change((before) => removeElement(before, elementId));
        setPlace({ elementId: neighbourOf(document, page, elementId) });
        setSentences((before) => [...before, sentenceOf(document, elementId)]);
      },
      place,
      arrive: () => setPlace(null),
    }),
    [document, page, change, select, place],
  );
  return (
    <context.Provider value={removing}>
      {children}
      <span role="status" className="sr-only">
        {/* Anew each time: the same words would not be said again. */}
        <span key={sentences.length}>{sentences.at(-1)}</span>
      </span>
    </context.Provider>
  );
}

/** Deletes an element together with what depends on it. */
export function useRemove(): (elementId: string) => void {
  const removing = useContext(context);
  if (removing === null) throw new Error("elements stand inside RemovedProvider");
  return removing.remove;
}

/** Takes the keyboard when the element, or with null the empty page, is what a deletion leads to: now, or once it is drawn. */
export function useTakeOver(elementId: string | null, find: () => HTMLElement | null | undefined): void {
  const removing = useContext(context);
  const isPlace = removing?.place != null && removing.place.elementId === elementId;
  useEffect(() => {
    if (!isPlace) return;
    find()?.focus();
    removing?.arrive();
  });
}

/** The next of those that stay, as the page is read, else the last before. */
function neighbourOf(document: WorkbookDocument, { layout }: Page, elementId: string): string | null {
  const going = new Set(findDependants(document, elementId).map(({ id }) => id));
  const ids = inReadingOrder(layout).map((one) => one.elementId);
  const place = ids.indexOf(elementId);
  const isStaying = (id: string): boolean => id !== elementId && !going.has(id) && document.elements[id] !== undefined;
  return ids.slice(place).find(isStaying) ?? ids.slice(0, Math.max(0, place)).findLast(isStaying) ?? null;
}

function sentenceOf(document: WorkbookDocument, elementId: string): string {
  const element = document.elements[elementId];
  if (element === undefined) return "";
  const [title, ...others] = [element, ...findDependants(document, elementId)].map((one) => titleOf(document, one));
  if (others.length === 0) return `Deleted ${title}. Undo brings it back.`;
  return `Deleted ${title} and what is built on it: ${others.join(", ")}. Undo brings ${others.length === 1 ? "both" : "all of them"} back.`;
}
