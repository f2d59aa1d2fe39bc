"use client";

import { type FormEvent, type KeyboardEvent, type ReactNode, useEffect, useRef } from "react";
import { Button } from "#components/ui/button";
import type { Problem } from "./use-change.tsx";

type EditorFrameProps = {
  readonly label: string;
  readonly problems: readonly Problem[];
  readonly isPending: boolean;
  readonly onApply: () => void;
  readonly onCancel: () => void;
  /** Further actions beside Apply and Cancel. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
};

/** An editor in a card's place: Enter applies, Esc leaves, what is wrong stands under the fields. */
export function EditorFrame({ label, problems, isPending, onApply, onCancel, actions, children }: EditorFrameProps) {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    const field = form.current?.querySelector<HTMLElement>("select, input, textarea, [contenteditable=true]");
    (field ?? form.current?.querySelector<HTMLElement>("button"))?.focus();
  }, []);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isPending) onApply();
  };
  const press = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.preventDefault();
    event.stopPropagation();
    onCancel();
  };
  return (
    <form
      ref={form}
      aria-label={label}
      noValidate
      onSubmit={submit}
      onKeyDown={press}
      className="mt-1.5 mb-1 animate-arrive space-y-3 rounded-md border bg-surface p-3 text-base"
    >
      {children}
      {problems.length > 0 && (
        <ul role="alert" className="space-y-1 text-danger text-sm [overflow-wrap:anywhere]">
          {problems.map(({ message, fix }) => (
            <li key={message}>
              {message}
              {fix !== undefined && <span className="text-quiet"> {fix}</span>}
            </li>
          ))}
        </ul>
      )}
      <div className="flex flex-wrap items-center gap-2">
        <Button type="submit" variant="primary" size="small" pending={isPending}>
          Apply
        </Button>
        <Button size="small" onClick={onCancel} aria-keyshortcuts="Escape">
          Cancel
        </Button>
        {actions !== undefined && <div className="ml-auto">{actions}</div>}
      </div>
    </form>
  );
}
