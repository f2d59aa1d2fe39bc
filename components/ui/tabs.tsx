"use client";

import { ToggleGroup } from "radix-ui";
import type { ReactNode } from "react";

type TabsProps<Value extends string> = {
  readonly label: string;
  readonly value: Value;
  readonly tabs: readonly { readonly value: Value; readonly label: string; readonly icon?: ReactNode }[];
  readonly onChange: (value: Value) => void;
};

/** Two or three views of the same thing, side by side. Arrow keys move between them. */
export function Tabs<Value extends string>({ label, value, tabs, onChange }: TabsProps<Value>) {
  return (
    <ToggleGroup.Root
      type="single"
      aria-label={label}
      value={value}
      onValueChange={(next) => {
        const tab = tabs.find((candidate) => candidate.value === next);
        if (tab !== undefined) onChange(tab.value);
      }}
      className="inline-flex rounded-md border p-0.5"
    >
      {tabs.map((tab) => (
        <ToggleGroup.Item
          key={tab.value}
          value={tab.value}
          className="inline-flex h-6 items-center gap-1.5 rounded-sm px-2 text-quiet text-sm transition-colors hover:text-text data-[state=on]:bg-text/8 data-[state=on]:text-text [&_svg]:size-3.5"
        >
          {tab.icon}
          {tab.label}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
}
