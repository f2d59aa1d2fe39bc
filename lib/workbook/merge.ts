import { isSame } from "./change.ts";
import { type Page, titleOf, type WorkbookDocument } from "./workbook.ts";

/** What both sides changed in different ways: the name a person knows it by. */
export type MergeConflict = {
  readonly what: "worksheet" | "element" | "control" | "page";
  readonly id: string;
  readonly name: string;
};

export type Merged = { readonly document: WorkbookDocument; readonly conflicts: readonly MergeConflict[] };

/**
 * Two sets of changes to one document put together: worksheets, elements, controls and the places on a page each come from the side that
 * changed them. What both changed is taken from `mine` and told.
 */
export function mergeDocuments(base: WorkbookDocument, mine: WorkbookDocument, theirs: WorkbookDocument): Merged {
  const worksheets = mergeEntries(base.worksheets, mine.worksheets, theirs.worksheets);
  const elements = mergeEntries(base.elements, mine.elements, theirs.elements);
  const controls = mergeEntries(byId(base.controls), byId(mine.controls), byId(theirs.controls));
  const pages = mergePages(base.pages, mine.pages, theirs.pages);
  const document = keepTogether(
    {
      worksheets: worksheets.entries,
      elements: elements.entries,
      controls: Object.values(controls.entries),
      pages: pages.entries,
    },
    [mine, theirs],
  );
  const nameOf = (id: string): string => nameIn(mine, id) ?? nameIn(theirs, id) ?? id;
  const told = (what: MergeConflict["what"], ids: readonly string[]): MergeConflict[] =>
    ids.map((id) => ({ what, id, name: nameOf(id) }));
  return {
    document,
    conflicts: [
      ...told("worksheet", worksheets.conflicts),
      ...told("element", elements.conflicts),
      ...told("control", controls.conflicts),
      ...told("page", pages.conflicts),
    ],
  };
}

type Entries<T> = Readonly<Record<string, T>>;
type MergedEntries<T> = { readonly entries: Record<string, T>; readonly conflicts: readonly string[] };

function mergeEntries<T>(base: Entries<T>, mine: Entries<T>, theirs: Entries<T>): MergedEntries<T> {
  const entries: Record<string, T> = {};
  const conflicts: string[] = [];
  for (const id of new Set([...Object.keys(theirs), ...Object.keys(mine)])) {
    const { value, isConflict } = mergeValue(base[id], mine[id], theirs[id]);
    if (value !== undefined) entries[id] = value;
    if (isConflict) conflicts.push(id);
  }
  return { entries, conflicts };
}

/** Absent is a value like others; but what one side changed and the other removed stays, as it was changed. */
function mergeValue<T>(
  base: T | undefined,
  mine: T | undefined,
  theirs: T | undefined,
): { readonly value: T | undefined; readonly isConflict: boolean } {
  if (isSame(mine, theirs) || isSame(base, theirs)) return { value: mine, isConflict: false };
  if (isSame(base, mine)) return { value: theirs, isConflict: false };
  return { value: mine ?? theirs, isConflict: true };
}

function byId<T extends { readonly id: string }>(list: readonly T[]): Entries<T> {
  return Object.fromEntries(list.map((one) => [one.id, one]));
}

function mergePages(
  base: readonly Page[],
  mine: readonly Page[],
  theirs: readonly Page[],
): { readonly entries: Page[]; readonly conflicts: readonly string[] } {
  const frames = mergeEntries(byId(base.map(frameOf)), byId(mine.map(frameOf)), byId(theirs.map(frameOf)));
  const places = mergeEntries(placesOf(base), placesOf(mine), placesOf(theirs));
  // Whoever moved pages around decides their order; new pages of the other side come last.
  const isMoved = !isSame(orderOf(base), orderOf(mine));
  const ids = [...new Set([...orderOf(isMoved ? mine : theirs), ...orderOf(mine), ...orderOf(theirs)])];
  const kept = ids.flatMap((id) => frames.entries[id] ?? []);
  return {
    entries: kept.map(({ id, name }) => ({
      id,
      name,
      layout: Object.values(places.entries)
        .filter(({ pageId }) => pageId === id)
        .map(({ place }) => place),
    })),
    // Where something stands is not worth a question: mine counts.
    conflicts: frames.conflicts,
  };
}

const frameOf = ({ id, name }: Page): Pick<Page, "id" | "name"> => ({ id, name });
const orderOf = (pages: readonly Page[]): string[] => pages.map(({ id }) => id);

type Placed = { readonly pageId: string; readonly place: Page["layout"][number] };

function placesOf(pages: readonly Page[]): Entries<Placed> {
  return Object.fromEntries(
    pages.flatMap(({ id, layout }) => layout.map((place) => [place.elementId, { pageId: id, place }])),
  );
}

/** What one side removed while the other went on using it comes back; what leads nowhere any more goes. */
function keepTogether(merged: WorkbookDocument, sides: readonly WorkbookDocument[]): WorkbookDocument {
  const worksheets = { ...merged.worksheets };
  const controls = [...merged.controls];
  const wantWorksheet = (id: string): void => {
    const found = worksheets[id] ?? sides.flatMap((side) => side.worksheets[id] ?? [])[0];
    if (found === undefined) return;
    const isNew = worksheets[id] === undefined;
    worksheets[id] = found;
    if (isNew && "worksheetId" in found.source) wantWorksheet(found.source.worksheetId);
  };
  for (const { source } of Object.values(merged.worksheets))
    if ("worksheetId" in source) wantWorksheet(source.worksheetId);
  for (const element of Object.values(merged.elements)) {
    if (element.kind === "table") wantWorksheet(element.worksheetId);
    if (element.kind === "chart") wantWorksheet(element.chart.view.worksheetId);
    if (element.kind !== "control" || controls.some(({ id }) => id === element.controlId)) continue;
    const control = sides.flatMap((side) => side.controls.filter(({ id }) => id === element.controlId))[0];
    if (control !== undefined) controls.push(control);
  }
  return { ...merged, worksheets, controls, pages: placeAll(merged.pages, merged.elements, sides) };
}

/** Every element on one page: one that lost its page stands at the end of the first. */
function placeAll(
  pages: readonly Page[],
  elements: WorkbookDocument["elements"],
  sides: readonly WorkbookDocument[],
): Page[] {
  const kept = pages.map((page) => ({
    ...page,
    layout: page.layout.filter(({ elementId }) => elements[elementId] !== undefined),
  }));
  const placed = new Set(kept.flatMap(({ layout }) => layout.map(({ elementId }) => elementId)));
  const lost = Object.keys(elements).filter((id) => !placed.has(id));
  const known = sides.map(({ pages: own }) => placesOf(own));
  const [first, ...rest] = kept;
  if (first === undefined) return sides[0]?.pages ?? [];
  let bottom = Math.max(0, ...first.layout.map(({ y, height }) => y + height));
  const returned = lost.map((elementId) => {
    const { width, height } = known.flatMap((places) => places[elementId]?.place ?? [])[0] ?? { width: 12, height: 8 };
    const place = { elementId, x: 0, y: bottom, width, height };
    bottom += height;
    return place;
  });
  return [{ ...first, layout: [...first.layout, ...returned] }, ...rest];
}

function nameIn(document: WorkbookDocument, id: string): string | null {
  const element = document.elements[id];
  if (element !== undefined) return titleOf(document, element);
  const named = [...document.controls, ...document.pages].find((one) => one.id === id);
  return document.worksheets[id]?.name ?? named?.name ?? null;
}
