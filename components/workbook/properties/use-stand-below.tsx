import { type RefObject, useLayoutEffect } from "react";

/** Of the top bar around every page. Pixels. */
const frameHeight = 48;

/**
 * Keeps a panel under the bars while the page scrolls. Written into the page without drawing anything anew: the bars grow and shrink
 * while a formula is written.
 */
export function useStandBelow(panel: RefObject<HTMLElement | null>, bars: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    const [own, above] = [panel.current, bars.current];
    if (own === null || above === null) return;
    const stand = () => {
      const top = frameHeight + above.clientHeight;
      own.style.top = `${top}px`;
      own.style.height = `calc(100dvh - ${top}px)`;
    };
    const observer = new ResizeObserver(stand);
    observer.observe(above);
    stand();
    return () => observer.disconnect();
  }, [panel, bars]);
}
