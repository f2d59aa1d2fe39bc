"use client";

import { type ComponentProps, type ReactNode, useId } from "react";
import { classNames } from "./class-names.tsx";

type SwitchProps = Omit<ComponentProps<"input">, "type" | "role" | "checked"> & {
  readonly label: ReactNode;
  readonly checked: boolean;
  readonly help?: ReactNode;
};

/** On or off, in force at once. Where a Save button follows, use a checkbox. */
export function Switch({ label, help, checked, className, ...props }: SwitchProps) {
  const id = useId();
  return (
    <div className={classNames("flex items-start justify-between gap-4", className)}>
      <div className="min-w-0">
        <label htmlFor={id} className="font-medium">
          {label}
        </label>
        {help !== undefined && (
          <div id={`${id}-help`} className="text-quiet text-sm">
            {help}
          </div>
        )}
      </div>
      <input
        {...props}
        type="checkbox"
        role="switch"
        checked={checked}
        aria-checked={checked}
        id={id}
        aria-describedby={help === undefined ? undefined : `${id}-help`}
        className="relative mt-0.5 h-4.5 w-8 shrink-0 appearance-none rounded-full bg-line-strong transition-colors before:absolute before:top-0.5 before:left-0.5 before:size-3.5 before:rounded-full before:bg-surface before:transition-transform checked:bg-accent checked:before:translate-x-3.5 disabled:opacity-50"
      />
    </div>
  );
}
