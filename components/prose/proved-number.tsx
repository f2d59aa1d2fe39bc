"use client";

import { HoverCard, Popover } from "radix-ui";
import { type ReactNode, useState } from "react";
import type { RunData } from "#lib/contract/runs";

const statuses = {
  proved: { title: "Proved", sentence: "Taken from the result by its cell; the model did not write this number." },
  matched: { title: "Matched", sentence: "Written by the model and found in the result." },
  unverified: {
    title: "Not verified",
    sentence: "Written by the model and not found in the result. Check it before you use it.",
  },
} as const satisfies Record<RunData["number"]["status"], { title: string; sentence: string }>;
const earlier = {
  title: "Earlier result",
  sentence: "Of the result before the change; the present one may say otherwise.",
};

/** A number of the prose. Hover, focus or a tap tells its cell, its row and how it is defined. */
export function ProvedNumber({
  number,
  isEarlier = false,
  children,
}: {
  readonly number: RunData["number"] | undefined;
  /** It belongs to a result that was changed since. */
  readonly isEarlier?: boolean;
  readonly children: ReactNode;
}) {
  const [isPinned, setIsPinned] = useState(false);
  const [isHovered, setIsHovered] = useState(false);
  // Closing the card gives the number its focus back, which is no wish to see the card again.
  const [isDismissed, setIsDismissed] = useState(false);
  const pin = (isOpen: boolean) => {
    setIsPinned(isOpen);
    setIsHovered(false);
    setIsDismissed(!isOpen);
  };
  if (number === undefined) return <span className="nums">{children}</span>;
  const isUnverified = number.status === "unverified" && !isEarlier;
  const { title } = isEarlier ? earlier : statuses[number.status];
  return (
    <HoverCard.Root
      openDelay={120}
      closeDelay={80}
      open={isHovered && !isPinned}
      onOpenChange={(isOpen) => setIsHovered(isOpen && !isDismissed)}
    >
      <Popover.Root open={isPinned} onOpenChange={pin}>
        <HoverCard.Trigger asChild>
          <Popover.Trigger asChild>
            <button
              type="button"
              className={isEarlier ? earlierClass : isUnverified ? unverifiedClass : provedClass}
              onPointerEnter={() => setIsDismissed(false)}
              onBlur={() => setIsDismissed(false)}
            >
              {children}
              <span className="sr-only">, {title.toLowerCase()}</span>
            </button>
          </Popover.Trigger>
        </HoverCard.Trigger>
        {isUnverified && <span className="ml-1 text-warning text-xs">not verified</span>}
        <Popover.Portal>
          <Popover.Content
            aria-label={`Where ${number.text} comes from`}
            sideOffset={4}
            collisionPadding={12}
            className={cardClass}
          >
            <Provenance number={number} isEarlier={isEarlier} />
          </Popover.Content>
        </Popover.Portal>
      </Popover.Root>
      <HoverCard.Portal>
        <HoverCard.Content sideOffset={4} collisionPadding={12} className={cardClass}>
          <Provenance number={number} isEarlier={isEarlier} />
        </HoverCard.Content>
      </HoverCard.Portal>
    </HoverCard.Root>
  );
}

const numberClass = "nums rounded-sm underline underline-offset-3 decoration-from-font transition-colors";
const provedClass = `${numberClass} decoration-accent/45 decoration-1 hover:bg-accent-quiet hover:decoration-accent`;
const unverifiedClass = `${numberClass} decoration-warning decoration-wavy hover:bg-warning/10`;
const earlierClass = `${numberClass} decoration-dashed decoration-quiet hover:bg-text/6`;
const cardClass = "z-40 w-72 max-w-[calc(100vw-24px)] animate-appear rounded-md bg-raised p-3 text-sm shadow-float";

function Provenance({ number, isEarlier }: { readonly number: RunData["number"]; readonly isEarlier: boolean }) {
  const { title, sentence } = isEarlier ? earlier : statuses[number.status];
  const isUnverified = number.status === "unverified" || isEarlier;
  return (
    <>
      <p className="flex items-baseline justify-between gap-3">
        <span className="nums font-semibold">{number.text}</span>
        <span className={isUnverified ? "text-warning text-xs" : "text-positive text-xs"}>{title}</span>
      </p>
      {number.label !== null && <p className="mt-1">{number.label}</p>}
      {number.definition !== null && (
        <code className="mt-2 block rounded-sm bg-text/5 px-2 py-1 font-mono text-xs [overflow-wrap:anywhere]">
          {number.definition}
        </code>
      )}
      <p className="mt-2 text-quiet text-xs">
        {sentence}
        {number.reference !== null && <span className="ml-1 font-mono">{number.reference}</span>}
      </p>
    </>
  );
}
