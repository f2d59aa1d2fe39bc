"use client";

import { Check, ChevronRight } from "lucide-react";
import Link from "next/link";
import { DropdownMenu as Radix } from "radix-ui";
import type { ReactElement, ReactNode } from "react";

const itemClass =
  "relative flex h-8 cursor-pointer select-none items-center gap-2 rounded-sm px-2 text-base outline-none data-[disabled]:cursor-not-allowed data-[highlighted]:bg-text/6 data-[disabled]:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-quiet";

type MenuProps = {
  /** One button. */
  readonly trigger: ReactElement;
  readonly children: ReactNode;
  readonly side?: "top" | "right" | "bottom" | "left";
  readonly align?: "start" | "center" | "end";
  readonly open?: boolean;
  readonly onOpenChange?: (open: boolean) => void;
  /** Where the focus goes when it closes: prevent the event to keep it from the button. */
  readonly onCloseAutoFocus?: (event: Event) => void;
};

/** A menu that opens at a button. It scrolls where the window is lower than it is. */
export function Menu({
  trigger,
  children,
  side = "bottom",
  align = "end",
  open,
  onOpenChange,
  onCloseAutoFocus,
}: MenuProps) {
  return (
    <Radix.Root
      modal={false}
      {...(open === undefined ? {} : { open })}
      {...(onOpenChange === undefined ? {} : { onOpenChange })}
    >
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          side={side}
          align={align}
          sideOffset={6}
          collisionPadding={8}
          {...(onCloseAutoFocus === undefined ? {} : { onCloseAutoFocus })}
          className="z-50 max-h-(--radix-dropdown-menu-content-available-height) min-w-48 max-w-[calc(100vw-16px)] animate-appear overflow-y-auto rounded-md bg-raised p-1 shadow-float"
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

type MenuItemProps = {
  readonly onSelect: () => void;
  readonly icon?: ReactNode;
  readonly danger?: boolean;
  readonly disabled?: boolean;
  readonly children: ReactNode;
};

export function MenuItem({ onSelect, icon, danger = false, disabled = false, children }: MenuItemProps) {
  return (
    <Radix.Item
      onSelect={onSelect}
      disabled={disabled}
      className={danger ? `${itemClass} text-danger [&_svg]:text-danger` : itemClass}
    >
      {icon}
      {children}
    </Radix.Item>
  );
}

export function MenuLink({
  href,
  icon,
  children,
}: {
  readonly href: string;
  readonly icon?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <Radix.Item asChild className={itemClass}>
      <Link href={href}>
        {icon}
        {children}
      </Link>
    </Radix.Item>
  );
}

type MenuSubProps = {
  readonly label: string;
  readonly icon?: ReactNode;
  readonly disabled?: boolean;
  readonly children: ReactNode;
};

/** Further items beside the menu. */
export function MenuSub({ label, icon, disabled = false, children }: MenuSubProps) {
  return (
    <Radix.Sub>
      <Radix.SubTrigger disabled={disabled} className={`${itemClass} data-[state=open]:bg-text/6`}>
        {icon}
        <span className="flex-1">{label}</span>
        <ChevronRight className="-mr-1" />
      </Radix.SubTrigger>
      <Radix.Portal>
        <Radix.SubContent
          sideOffset={4}
          collisionPadding={8}
          className="z-50 max-h-(--radix-dropdown-menu-content-available-height) min-w-44 max-w-[calc(100vw-16px)] animate-appear overflow-y-auto rounded-md bg-raised p-1 shadow-float"
        >
          {children}
        </Radix.SubContent>
      </Radix.Portal>
    </Radix.Sub>
  );
}

type MenuChoicesProps<Value extends string> = {
  readonly label: string;
  readonly value: Value;
  readonly choices: readonly { readonly value: Value; readonly label: string; readonly icon?: ReactNode }[];
  readonly onChange: (value: Value) => void;
};

/** One of several, the present one ticked. */
export function MenuChoices<Value extends string>({ label, value, choices, onChange }: MenuChoicesProps<Value>) {
  return (
    <Radix.Group>
      <MenuLabel>{label}</MenuLabel>
      <Radix.RadioGroup value={value}>
        {choices.map((choice) => (
          <Radix.RadioItem
            key={choice.value}
            value={choice.value}
            onSelect={() => onChange(choice.value)}
            className={`${itemClass} pr-8`}
          >
            {choice.icon}
            {choice.label}
            <Radix.ItemIndicator className="absolute right-2">
              <Check />
            </Radix.ItemIndicator>
          </Radix.RadioItem>
        ))}
      </Radix.RadioGroup>
    </Radix.Group>
  );
}

export function MenuLabel({ children }: { readonly children: ReactNode }) {
  return <Radix.Label className="px-2 pt-1.5 pb-1 text-quiet text-xs">{children}</Radix.Label>;
}

export function MenuSeparator() {
  return <Radix.Separator className="-mx-1 my-1 h-px bg-line" />;
}
