"use client";

import { useEffect, useRef, useState } from "react";
import { Input } from "#components/ui/field";

type TitleEditorProps = {
  readonly name: string;
  readonly label?: string;
  /** Where the keyboard goes on when it ended the writing, looked for when the name stands there again. */
  readonly returnTo: () => HTMLElement | null | undefined;
  readonly onDone: (name: string) => void;
  readonly onLeave: () => void;
};

/** A name that is written in its place. Enter and leaving it keep what is written, Esc what was there. */
export function TitleEditor({ name, label = "Name", returnTo, onDone, onLeave }: TitleEditorProps) {
  const [text, setText] = useState(name);
  const hasEnded = useRef(false);
  const back = useRef(returnTo);
  useEffect(
    () => () => {
      if (hasEnded.current) back.current()?.focus({ preventScroll: true });
    },
    [],
  );
  return (
    <Input
      aria-label={label}
      value={text}
      maxLength={195}
      autoFocus
      className="h-7 font-normal"
      onFocus={({ target }) => target.select()}
      onChange={({ target }) => setText(target.value)}
      onBlur={() => (text.trim() === "" || text === name ? onLeave() : onDone(text))}
      onKeyDown={(event) => {
        hasEnded.current = event.key === "Enter" || event.key === "Escape";
        if (event.key === "Enter") event.currentTarget.blur();
        if (event.key !== "Escape") return;
        event.preventDefault();
        onLeave();
      }}
    />
  );
}
