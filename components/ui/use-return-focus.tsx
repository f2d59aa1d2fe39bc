"use client";

import { useState } from "react";

/** Where the keyboard was when the component was first drawn, and the way back there: for what takes the focus and opens without a trigger. */
export function useReturnFocus(): () => void {
  const [former] = useState(findPlace);
  return () => {
    const place = former.find((element) => element.isConnected);
    place?.focus({ preventScroll: true });
  };
}

/** The element, and the button of the menu that it is in, which closes as the other opens. */
function findPlace(): readonly HTMLElement[] {
  if (typeof document === "undefined") return [];
  const active = document.activeElement;
  if (!(active instanceof HTMLElement) || active === document.body) return [];
  const menu = active.closest("[role=menu]");
  const button = document.getElementById(menu?.getAttribute("aria-labelledby") ?? "");
  return button === null ? [active] : [button];
}
