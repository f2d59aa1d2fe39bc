"use client";

import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import type { ReactElement, ReactNode, RefObject } from "react";
import { Button, IconButton } from "./button.tsx";
import { classNames } from "./class-names.tsx";
import { useReturnFocus } from "./use-return-focus.tsx";

type DialogProps = {
  readonly title: string;
  readonly description?: ReactNode;
  readonly trigger?: ReactElement;
  readonly open?: boolean;
  readonly onOpenChange?: (open: boolean) => void;
  readonly children?: ReactNode;
  /** Buttons, the decisive one last. */
  readonly footer?: ReactNode;
  readonly width?: "narrow" | "wide";
};

const overlayClass = "fixed inset-0 z-40 animate-appear bg-scrim";
const panelWidths = { narrow: "max-w-md", wide: "max-w-2xl" } as const;

/** A decision in the middle of the page. Esc and the cross close it; focus returns to where it was. */
export function Dialog({ title, description, children, footer, width = "narrow", ...frame }: DialogProps) {
  return (
    <DialogFrame {...frame}>
      <DialogPanel
        hasTrigger={frame.trigger !== undefined}
        hasDescription={description !== undefined}
        className={classNames(
          "fixed top-1/2 left-1/2 z-40 flex max-h-[calc(100dvh-32px)] w-[calc(100vw-24px)] -translate-x-1/2 -translate-y-1/2 animate-appear flex-col rounded-md bg-raised shadow-float outline-none",
          panelWidths[width],
        )}
      >
        <DialogHead title={title} description={description} />
        {children !== undefined && <div className="min-h-0 overflow-y-auto px-5 pb-5">{children}</div>}
        {footer !== undefined && <div className="flex flex-wrap justify-end gap-2 border-t px-5 py-3">{footer}</div>}
      </DialogPanel>
    </DialogFrame>
  );
}

type SheetProps = Omit<DialogProps, "footer" | "width"> & {
  readonly side?: "left" | "right";
  /** Where the keyboard goes on after it was closed, when that is not where it was. */
  readonly returnFocusTo?: RefObject<HTMLElement | null> | undefined;
};

const sheetSides = { left: "left-0 animate-slide-right", right: "right-0 animate-slide-left" } as const;

/** A panel at the page's edge, for narrow screens. */
export function Sheet({ title, description, children, side = "right", returnFocusTo, ...frame }: SheetProps) {
  return (
    <DialogFrame {...frame}>
      <DialogPanel
        hasTrigger={frame.trigger !== undefined}
        hasDescription={description !== undefined}
        returnFocusTo={returnFocusTo}
        className={classNames(
          "fixed inset-y-0 z-40 flex w-[min(360px,calc(100vw-40px))] flex-col bg-raised shadow-float outline-none",
          sheetSides[side],
        )}
      >
        <DialogHead title={title} description={description} />
        <div className="min-h-0 flex-1 overflow-y-auto px-5 pb-5">{children}</div>
      </DialogPanel>
    </DialogFrame>
  );
}

type DialogPanelProps = Pick<SheetProps, "returnFocusTo"> & {
  readonly hasTrigger: boolean;
  readonly hasDescription: boolean;
  readonly className: string;
  readonly children: ReactNode;
};

/** Radix leads back to the trigger only: without one this leads back to where the keyboard was. */
function DialogPanel({ hasTrigger, hasDescription, returnFocusTo, ...panel }: DialogPanelProps) {
  const returnFocus = useReturnFocus();
  const leave = (event: Event) => {
    event.preventDefault();
    if (returnFocusTo?.current == null) returnFocus();
    else returnFocusTo.current.focus({ preventScroll: true });
  };
  return (
    <Radix.Content
      onOpenAutoFocus={focusPanel}
      {...(hasTrigger ? {} : { onCloseAutoFocus: leave })}
      {...(hasDescription ? {} : { "aria-describedby": undefined })}
      {...panel}
    />
  );
}

/** The panel itself, so that reading begins at its title; a field with `autoFocus` comes before. */
export function focusPanel(event: Event): void {
  if (!(event.currentTarget instanceof HTMLElement)) return;
  event.preventDefault();
  event.currentTarget.focus();
}

function DialogFrame({
  trigger,
  open,
  onOpenChange,
  children,
}: Pick<DialogProps, "trigger" | "open" | "onOpenChange" | "children">) {
  return (
    <Radix.Root {...(open === undefined ? {} : { open })} {...(onOpenChange === undefined ? {} : { onOpenChange })}>
      {trigger !== undefined && <Radix.Trigger asChild>{trigger}</Radix.Trigger>}
      <Radix.Portal>
        <Radix.Overlay className={overlayClass} />
        {children}
      </Radix.Portal>
    </Radix.Root>
  );
}

function DialogHead({ title, description }: Pick<DialogProps, "title" | "description">) {
  return (
    <div className="flex items-start gap-4 px-5 pt-4 pb-3">
      <div className="min-w-0 flex-1">
        <Radix.Title className="font-semibold text-lg">{title}</Radix.Title>
        {description !== undefined && <Radix.Description className="mt-1 text-quiet">{description}</Radix.Description>}
      </div>
      <Radix.Close asChild>
        <IconButton label="Close" size="small" className="-mr-1.5">
          <X />
        </IconButton>
      </Radix.Close>
    </div>
  );
}

/** Closes the dialog that it stands in. */
export function DialogClose({ children = "Cancel" }: { readonly children?: ReactNode }) {
  return (
    <Radix.Close asChild>
      <Button>{children}</Button>
    </Radix.Close>
  );
}
