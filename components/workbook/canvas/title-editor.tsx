"use client";

import { useState } from "react";
import { Input } from "#components/ui/field";

type TitleEditorProps = {
  readonly name: string;
  readonly label?: string;
  readonly onDone: (name: string) => void;
  readonly onLeave: () => void;
};

/** A name that is written in its place. Enter and leaving it keep what is written, Esc what was there. */
export function TitleEditor({ name, label = "Name", onDone, onLeave }: TitleEditorProps) {
  const [text, setText] = useState(name);
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
        if (event.key === "Enter") event.currentTarget.blur();
        if (event.key !== "Escape") return;
        event.preventDefault();
        onLeave();
      }}
    />
  );
}
