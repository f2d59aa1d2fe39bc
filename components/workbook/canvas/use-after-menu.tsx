"use client";

import { useRef } from "react";

/** What a menu begins that takes the keyboard: it waits until the menu has let go of it, else the menu would take it back. */
export function useAfterMenu() {
  const waiting = useRef<(() => void) | null>(null);
  return {
    begin: (work: () => void) => () => {
      waiting.current = work;
    },
    onCloseAutoFocus(event: Event): void {
      if (waiting.current === null) return;
      event.preventDefault();
      waiting.current();
      waiting.current = null;
    },
  };
}
