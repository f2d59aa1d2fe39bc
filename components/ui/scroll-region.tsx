"use client";

import { type ReactNode, useEffect, useRef, useState } from "react";

type ScrollRegionProps = { readonly label: string; readonly className?: string; readonly children: ReactNode };

/** A named box that scrolls. The keyboard reaches it while there is something to scroll, and passes it by otherwise. */
export function ScrollRegion({ label, className = "", children }: ScrollRegionProps) {
  const region = useRef<HTMLElement>(null);
  const [canScroll, setCanScroll] = useState(false);

  useEffect(() => {
    const box = region.current;
    if (box === null) return;
    const observer = new ResizeObserver(() =>
      setCanScroll(box.scrollWidth > box.clientWidth || box.scrollHeight > box.clientHeight),
    );
    for (const element of [box, ...box.children]) observer.observe(element);
    return () => observer.disconnect();
  }, []);

  return (
    <section ref={region} aria-label={label} tabIndex={canScroll ? 0 : undefined} className={className}>
      {children}
    </section>
  );
}
