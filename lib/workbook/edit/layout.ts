import { type Element, gridColumns, type Page, type Place, type WorkbookDocument } from "../workbook.ts";

/** Where elements stand. Nothing overlaps, and everything rises as far as what stands above lets it. */

export type Size = Pick<Place, "width" | "height">;
export type Direction = "left" | "right" | "up" | "down";

export const smallestSize: Size = { width: 2, height: 2 };

/** Every place as high as it can be, in the order from the top. Of two that want the same rows `firstId` gets them. */
export function compact(layout: readonly Place[], firstId?: string): Place[] {
  const rank = ({ elementId }: Place): number => (elementId === firstId ? 0 : 1);
  const ordered = layout.toSorted(
    (left, right) => left.y - right.y || rank(left) - rank(right) || left.x - right.x || byId(left, right),
  );
  const placed: Place[] = [];
  for (const place of ordered) {
    const above = placed.filter((other) => sharesColumns(other, place));
    placed.push({ ...place, y: Math.max(0, ...above.map(bottomOf)) });
  }
  return placed;
}

/** As people read: row by row, from the left. */
export function inReadingOrder(layout: readonly Place[]): Place[] {
  return layout.toSorted((left, right) => left.y - right.y || left.x - right.x || byId(left, right));
}

/** The elements as their pages are read, whatever order they are kept in. */
export function elementsInOrder({ pages, elements }: WorkbookDocument): Element[] {
  const ids = pages.flatMap(({ layout }) => inReadingOrder(layout).map(({ elementId }) => elementId));
  return ids.flatMap((id) => elements[id] ?? []);
}

/** A place for something new: beside what ends the page when there is room in its row, else below. */
export function findRoom(layout: readonly Place[], size: Size): Omit<Place, "elementId"> {
  const width = Math.min(size.width, gridColumns);
  const last = layout.toSorted((left, right) => bottomOf(left) - bottomOf(right) || left.x - right.x).at(-1);
  if (last !== undefined) {
    const beside = { x: last.x + last.width, y: last.y, width, height: size.height };
    const isFree = beside.x + width <= gridColumns && !layout.some((other) => overlaps(other, beside));
    if (isFree) return beside;
  }
  return { x: 0, y: Math.max(0, ...layout.map(bottomOf)), width, height: size.height };
}

/** One step over the grid. Up and down exchange it with its neighbour, since there is nothing in between to stand on. */
export function step(layout: readonly Place[], elementId: string, direction: Direction): Place[] {
  const place = layout.find((one) => one.elementId === elementId);
  if (place === undefined) return [...layout];
  const neighbours = layout.filter((other) => other !== place && sharesColumns(other, place));
  if (direction === "up") {
    const above = neighbours
      .filter((other) => bottomOf(other) <= place.y)
      .toSorted((a, b) => bottomOf(b) - bottomOf(a));
    return above[0] === undefined ? [...layout] : put(layout, { ...place, y: above[0].y });
  }
  if (direction === "down") {
    const below = neighbours.filter(({ y }) => y >= bottomOf(place)).toSorted((a, b) => a.y - b.y)[0];
    if (below === undefined) return [...layout];
    return compact(
      replace(layout, [
        { ...place, y: place.y + 1 },
        { ...below, y: place.y },
      ]),
      below.elementId,
    );
  }
  const x = place.x + (direction === "left" ? -1 : 1);
  return put(layout, { ...place, x: Math.min(Math.max(0, x), gridColumns - place.width) });
}

/** One step larger or smaller, from its top left. */
export function grow(layout: readonly Place[], elementId: string, direction: Direction): Place[] {
  const place = layout.find((one) => one.elementId === elementId);
  if (place === undefined) return [...layout];
  const wider = direction === "right" ? 1 : direction === "left" ? -1 : 0;
  const taller = direction === "down" ? 1 : direction === "up" ? -1 : 0;
  const width = Math.min(Math.max(smallestSize.width, place.width + wider), gridColumns - place.x);
  const height = Math.min(Math.max(smallestSize.height, place.height + taller), 200);
  return put(layout, { ...place, width, height });
}

/** Puts it there; what is in the way moves down. */
export function put(layout: readonly Place[], place: Place): Place[] {
  return compact(replace(layout, [place]), place.elementId);
}

export function setLayout(document: WorkbookDocument, pageId: string, layout: readonly Place[]): WorkbookDocument {
  return { ...document, pages: document.pages.map((page) => (page.id === pageId ? withLayout(page, layout) : page)) };
}

export function pageOf(document: WorkbookDocument, elementId: string): Page | undefined {
  return document.pages.find(({ layout }) => layout.some((place) => place.elementId === elementId));
}

function withLayout(page: Page, layout: readonly Place[]): Page {
  return { ...page, layout: layout.map(({ elementId, x, y, width, height }) => ({ elementId, x, y, width, height })) };
}

function replace(layout: readonly Place[], changed: readonly Place[]): Place[] {
  return layout.map((place) => changed.find(({ elementId }) => elementId === place.elementId) ?? place);
}

const bottomOf = ({ y, height }: Place): number => y + height;

function sharesColumns(left: Pick<Place, "x" | "width">, right: Pick<Place, "x" | "width">): boolean {
  return left.x < right.x + right.width && right.x < left.x + left.width;
}

function overlaps(left: Place, right: Omit<Place, "elementId">): boolean {
  return sharesColumns(left, right) && left.y < right.y + right.height && right.y < left.y + left.height;
}

const byId = (left: Place, right: Place): number => (left.elementId < right.elementId ? -1 : 1);
