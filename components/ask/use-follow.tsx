"use client";

import { useEffect, useRef } from "react";

const nearEnd = 120;
/** Milliseconds in which what stands under an ended answer arrives. */
const lastWords = 600;

/** Keeps the end of the page in view while it grows, but only for a reader who is at the end already. */
export function useFollow(isGrowing: boolean): void {
  const isAtEnd = useRef(true);
  useEffect(() => {
    const look = () => {
      const { scrollHeight } = document.documentElement;
      isAtEnd.current = scrollHeight - window.scrollY - window.innerHeight < nearEnd;
    };
    look();
    window.addEventListener("scroll", look, { passive: true });
    return () => window.removeEventListener("scroll", look);
  }, []);
  useEffect(() => {
    if (!isGrowing) return;
    const observer = new ResizeObserver(() => {
      if (isAtEnd.current) window.scrollTo({ top: document.documentElement.scrollHeight });
    });
    observer.observe(document.body);
    return () => void setTimeout(() => observer.disconnect(), lastWords);
  }, [isGrowing]);
}
