"use client";

import { type ReactNode, useId } from "react";
import { classNames } from "./class-names.tsx";

type RadioCardsProps<Value extends string> = {
  readonly legend: string;
  /** Keeps the legend for screen readers only, when a heading above already says it. */
  readonly hideLegend?: boolean;
  readonly name: string;
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  readonly options: readonly {
    readonly value: Value;
    readonly label: string;
    /** One sentence. */
    readonly description?: ReactNode;
    readonly badge?: ReactNode;
    readonly disabled?: boolean;
  }[];
  readonly columns?: 1 | 2 | 3;
};

const columnClasses = { 1: "", 2: "sm:grid-cols-2", 3: "sm:grid-cols-3" } as const;

/** One of a few, each with a sentence. */
export function RadioCards<Value extends string>(props: RadioCardsProps<Value>) {
  const id = useId();
  return (
    <fieldset className="min-w-0">
      <legend className={props.hideLegend === true ? "sr-only" : "mb-1.5 font-medium"}>{props.legend}</legend>
      <div className={classNames("grid gap-2", columnClasses[props.columns ?? 1])}>
        {props.options.map((option) => (
          <label
            key={option.value}
            className="flex cursor-pointer items-start gap-2.5 rounded-md border border-line bg-surface px-3 py-2.5 transition-colors hover:border-line-strong has-checked:border-accent has-disabled:cursor-not-allowed has-checked:bg-accent-quiet/60 has-disabled:opacity-55 has-focus-visible:outline-2 has-focus-visible:outline-focus"
          >
            <input
              type="radio"
              name={props.name}
              value={option.value}
              checked={props.value === option.value}
              disabled={option.disabled}
              onChange={() => props.onChange(option.value)}
              aria-labelledby={`${id}-${option.value}`}
              aria-describedby={option.description === undefined ? undefined : `${id}-${option.value}-description`}
              className="mt-1 size-3.5 shrink-0 appearance-none rounded-full border border-line-strong bg-surface checked:border-4 checked:border-accent focus-visible:outline-none"
            />
            <span className="min-w-0">
              <span className="flex flex-wrap items-center gap-2 font-medium">
                <span id={`${id}-${option.value}`}>{option.label}</span>
                {option.badge}
              </span>
              {option.description !== undefined && (
                <span id={`${id}-${option.value}-description`} className="block text-quiet text-sm">
                  {option.description}
                </span>
              )}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
