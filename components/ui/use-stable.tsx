import { useCallback, useEffect, useRef } from "react";

/** The same function at every render, which does what the last render says: for components that are drawn anew only when they differ. */
export function useStable<Arguments extends readonly unknown[]>(
  work: (...given: Arguments) => void,
): (...given: Arguments) => void {
  const latest = useRef(work);
  useEffect(() => {
    latest.current = work;
  });
  return useCallback((...given: Arguments) => latest.current(...given), []);
}
