"use client";

import { Check } from "lucide-react";
import { type ComponentProps, type ReactNode, useId } from "react";
import { classNames } from "./class-names.tsx";

type CheckboxProps = Omit<ComponentProps<"input">, "type"> & { readonly label: ReactNode; readonly help?: ReactNode };

/** A native checkbox with its label; works in forms and without scripts. */
export function Checkbox({ label, help, className, ...props }: CheckboxProps) {
  const id = useId();
  return (
    <div className={classNames("flex items-start gap-2", className)}>
      <span className="relative mt-0.5 inline-flex size-4 shrink-0">
        <input
          {...props}
          type="checkbox"
          id={id}
          aria-describedby={help === undefined ? undefined : `${id}-help`}
          className="peer size-4 appearance-none rounded-sm border border-line-strong bg-surface transition-colors checked:border-accent checked:bg-accent hover:border-quiet disabled:opacity-50"
        />
        <Check
          aria-hidden="true"
          strokeWidth={3}
          className="pointer-events-none absolute inset-0.5 size-3 text-on-accent opacity-0 peer-checked:opacity-100"
        />
      </span>
      <div className="min-w-0">
        <label htmlFor={id}>{label}</label>
        {help !== undefined && (
          <div id={`${id}-help`} className="text-quiet text-sm">
            {help}
          </div>
        )}
      </div>
    </div>
  );
}
