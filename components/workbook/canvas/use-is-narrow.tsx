"use client";

import { useEffect, useState } from "react";

/** Whether elements stand one below the other; null until the page is there. */
export function useIsNarrow(): boolean | null {
  const [isNarrow, setIsNarrow] = useState<boolean | null>(null);
  useEffect(() => {
    const query = window.matchMedia("(max-width: 767px)");
    const read = () => setIsNarrow(query.matches);
    read();
    query.addEventListener("change", read);
    return () => query.removeEventListener("change", read);
  }, []);
  return isNarrow;
}
