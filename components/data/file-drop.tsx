"use client";

import { FileUp } from "lucide-react";
import { useRef, useState } from "react";
import { Button } from "#components/ui/button";
import { classNames } from "#components/ui/class-names";

type FileDropProps = { readonly onFile: (file: File) => void };

/** A place to drop a file, with a button that does the same. */
export function FileDrop({ onFile }: FileDropProps) {
  const [isOver, setIsOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const take = (files: FileList | null): void => {
    const file = files?.[0];
    if (file !== undefined) onFile(file);
  };
  return (
    <section
      aria-label="File"
      onDragOver={(event) => {
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setIsOver(false);
        take(event.dataTransfer.files);
      }}
      className={classNames(
        "flex flex-col items-center rounded-md border border-line-strong border-dashed bg-surface px-4 py-14 text-center transition-colors",
        isOver && "border-accent bg-accent-quiet",
      )}
    >
      <FileUp aria-hidden="true" className="mb-3 size-6 text-quiet" />
      <p className="font-medium">Drop a CSV or TSV file here</p>
      <p className="mt-1 mb-4 max-w-sm text-quiet">
        The first row names the columns. You see what was read before anything is kept.
      </p>
      <Button variant="primary" onClick={() => input.current?.click()}>
        Choose a file
      </Button>
      <input
        ref={input}
        type="file"
        aria-label="CSV or TSV file"
        accept=".csv,.tsv,.txt,text/csv,text/tab-separated-values"
        className="sr-only"
        tabIndex={-1}
        onChange={(event) => take(event.target.files)}
      />
    </section>
  );
}
