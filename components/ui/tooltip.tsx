"use client";

import { Tooltip as Radix } from "radix-ui";
import type { ReactElement } from "react";

type TooltipProps = {
  readonly content: string;
  readonly side?: "top" | "right" | "bottom" | "left";
  /** One focusable element. */
  readonly children: ReactElement;
};

/** A short name on hover and focus. Never the only place where something is said. */
export function Tooltip({ content, side = "bottom", children }: TooltipProps) {
  return (
    <Radix.Provider delayDuration={400} skipDelayDuration={200}>
      <Radix.Root>
        <Radix.Trigger asChild>{children}</Radix.Trigger>
        <Radix.Portal>
          <Radix.Content
            side={side}
            sideOffset={6}
            collisionPadding={8}
            className="z-50 max-w-72 animate-appear rounded-sm bg-text px-2 py-1 text-canvas text-xs"
          >
            {content}
          </Radix.Content>
        </Radix.Portal>
      </Radix.Root>
    </Radix.Provider>
  );
}
