/**
 * Rows beyond what a browser can scroll (Chromium ends at some 33 million pixels, Firefox at 17): the scrolled height is cut, and a place
 * in it stands for a place among all rows. Small movements move the rows pixel by pixel all the same.
 */
export type ScrollScale = {
  /** Pixels of all rows. */
  readonly content: number;
  /** Pixels that the browser scrolls. */
  readonly scrolled: number;
  /** Pixels of the rows that are seen at once. */
  readonly viewport: number;
};

const mostPixels = 8_000_000;

export function scrollScale(content: number, viewport: number): ScrollScale {
  return { content, viewport, scrolled: Math.min(content, Math.max(mostPixels, viewport)) };
}

/** Whether a pixel that is scrolled is a pixel of rows. */
export function isWhole({ content, scrolled }: ScrollScale): boolean {
  return content === scrolled;
}

/** Where the rows stand when the browser stands at `scrollTop`. */
export function contentAt(scrollTop: number, scale: ScrollScale): number {
  const [content, scrolled] = [lastContent(scale), lastScrolled(scale)];
  return scrolled === 0 ? 0 : clamp((scrollTop / scrolled) * content, content);
}

/** Where the browser stands when the rows stand at `top`. */
export function scrollTopAt(top: number, scale: ScrollScale): number {
  const [content, scrolled] = [lastContent(scale), lastScrolled(scale)];
  return content === 0 ? 0 : clamp((top / content) * scrolled, scrolled);
}

/**
 * The rows' place after the browser scrolled: a wheel or a finger goes pixel by pixel, a drag of the thumb by the share of the whole, and
 * the ends are the ends.
 */
export function scrolledTo(
  top: number,
  { from, to }: { readonly from: number; readonly to: number },
  scale: ScrollScale,
): number {
  if (isWhole(scale) || to <= 0 || to >= lastScrolled(scale) - 1) return contentAt(to, scale);
  const moved = to - from;
  return Math.abs(moved) > scale.viewport * 1.5 ? contentAt(to, scale) : clamp(top + moved, lastContent(scale));
}

/** The rows' place that shows a row whole, moving as little as can be. */
export function revealRow(top: number, row: number, rowHeight: number, { viewport }: ScrollScale): number {
  const start = row * rowHeight;
  if (start < top) return start;
  return start + rowHeight > top + viewport ? start + rowHeight - viewport : top;
}

function lastContent({ content, viewport }: ScrollScale): number {
  return Math.max(0, content - viewport);
}

function lastScrolled({ scrolled, viewport }: ScrollScale): number {
  return Math.max(0, scrolled - viewport);
}

function clamp(value: number, most: number): number {
  return Math.max(0, Math.min(most, value));
}
