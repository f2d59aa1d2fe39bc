"use client";

import { type RefObject, useEffect, useRef, useState } from "react";

/** Whether the element was in sight, or nearly: until then it asks for nothing. */
export function useIsSeen(): { readonly frame: RefObject<HTMLElement | null>; readonly isSeen: boolean } {
  const frame = useRef<HTMLElement>(null);
  const [isSeen, setIsSeen] = useState(false);
  useEffect(() => {
    const box = frame.current;
    if (box === null || isSeen) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) setIsSeen(true);
      },
      { rootMargin: "240px" },
    );
    observer.observe(box);
    return () => observer.disconnect();
  }, [isSeen]);
  return { frame, isSeen };
}
