"use client";

import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import { type ReactNode, type RefObject, useEffect } from "react";
import { IconButton } from "./button.tsx";
import { focusPanel, Sheet } from "./dialog.tsx";
import { useIsWide } from "./use-is-wide.tsx";

type BesidePanelProps = {
  readonly title: string;
  readonly description: string;
  readonly onClose: () => void;
  /** Where the keyboard goes on after it was closed. */
  readonly returnFocusTo?: RefObject<HTMLElement | null> | undefined;
  readonly children: ReactNode;
};

/**
 * A dialog beside what it is about: the page makes room for it and stays in use. Only Esc and the cross close it. Where the page is
 * narrow it is a sheet over it.
 */
export function BesidePanel({ title, description, onClose, returnFocusTo, children }: BesidePanelProps) {
  const isWide = useIsWide();
  useRoomBeside(isWide);
  if (!isWide)
    return (
      <Sheet
        title={title}
        description={description}
        open
        onOpenChange={(isOpen) => !isOpen && onClose()}
        returnFocusTo={returnFocusTo}
      >
        {children}
      </Sheet>
    );
  return (
    <Radix.Root open modal={false} onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Radix.Portal>
        <Radix.Content
          onOpenAutoFocus={focusPanel}
          onInteractOutside={(event) => event.preventDefault()}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            returnFocusTo?.current?.focus();
          }}
          className="fixed inset-y-0 right-0 z-30 flex w-100 animate-slide-left flex-col border-l bg-raised outline-none"
        >
          <div className="flex items-start gap-4 px-5 pt-4 pb-3">
            <div className="min-w-0 flex-1">
              <Radix.Title className="font-semibold text-lg">{title}</Radix.Title>
              <Radix.Description className="mt-0.5 truncate text-quiet" title={description}>
                {description}
              </Radix.Description>
            </div>
            <Radix.Close asChild>
              <IconButton label="Close" size="small" className="-mr-1.5">
                <X />
              </IconButton>
            </Radix.Close>
          </div>
          <div className="min-h-0 flex-1 overflow-y-auto px-5 pb-5">{children}</div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** `app/globals.css` narrows the page while a panel stands beside it. */
function useRoomBeside(isOn: boolean): void {
  useEffect(() => {
    if (!isOn) return;
    document.documentElement.dataset["beside"] = "true";
    return () => {
      delete document.documentElement.dataset["beside"];
    };
  }, [isOn]);
}
