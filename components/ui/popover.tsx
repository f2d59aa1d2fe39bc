"use client";

import { X } from "lucide-react";
import { Popover as Radix } from "radix-ui";
import { type ReactElement, type ReactNode, type RefObject, useId } from "react";
import { IconButton } from "./button.tsx";
import { classNames } from "./class-names.tsx";
import { focusPanel } from "./dialog.tsx";

type PopoverProps = {
  /** One button. */
  readonly trigger: ReactElement;
  /** Names the panel for screen readers. */
  readonly label: string;
  readonly children: ReactNode;
  readonly open?: boolean;
  readonly onOpenChange?: (open: boolean) => void;
  readonly side?: "top" | "right" | "bottom" | "left";
  readonly align?: "start" | "center" | "end";
  readonly className?: string;
};

export function Popover({
  trigger,
  label,
  children,
  open,
  onOpenChange,
  side = "bottom",
  align = "start",
  className,
}: PopoverProps) {
  return (
    <Radix.Root {...(open === undefined ? {} : { open })} {...(onOpenChange === undefined ? {} : { onOpenChange })}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          aria-label={label}
          side={side}
          align={align}
          sideOffset={6}
          collisionPadding={12}
          className={classNames(
            "z-40 w-80 max-w-[calc(100vw-24px)] animate-appear rounded-md bg-raised p-3 text-sm shadow-float",
            className,
          )}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

type AnchoredPanelProps = {
  /** What it stands beside. */
  readonly anchor: RefObject<HTMLElement | null>;
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
  readonly className?: string;
};

/**
 * A panel with a title beside what it is about. The page behind stays in use: only Esc and the cross close it. Who closes it says where
 * the focus goes.
 */
export function AnchoredPanel({ anchor, title, onClose, children, className }: AnchoredPanelProps) {
  const id = useId();
  return (
    <Radix.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Radix.Anchor virtualRef={anchor} />
      <Radix.Portal>
        <Radix.Content
          aria-labelledby={id}
          side="bottom"
          align="end"
          sideOffset={8}
          collisionPadding={12}
          tabIndex={-1}
          onOpenAutoFocus={focusPanel}
          onInteractOutside={(event) => event.preventDefault()}
          onCloseAutoFocus={(event) => event.preventDefault()}
          className={classNames(
            "z-40 flex max-h-[max(18rem,var(--radix-popover-content-available-height))] max-w-[calc(100vw-24px)] animate-appear flex-col rounded-md bg-raised shadow-float outline-none",
            className,
          )}
        >
          <div className="flex items-center gap-3 px-4 pt-3 pb-2">
            <h2 id={id} className="min-w-0 flex-1 font-semibold">
              {title}
            </h2>
            <IconButton label="Close" size="small" onClick={onClose} className="-mr-1.5">
              <X />
            </IconButton>
          </div>
          <div className="min-h-0 overflow-y-auto px-4 pb-4">{children}</div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
