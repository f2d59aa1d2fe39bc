"use client";

import { ChevronRight } from "lucide-react";
import { type ReactNode, useState } from "react";
import { classNames } from "./class-names.tsx";

/** A title that opens what stands under it; that is made only then. */
export function Fold({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <section className="border-b">
      <h3>
        <button
          type="button"
          aria-expanded={isOpen}
          onClick={() => setIsOpen(!isOpen)}
          className="flex h-9 w-full items-center gap-1.5 text-sm hover:text-accent"
        >
          <ChevronRight
            aria-hidden="true"
            className={classNames("size-3.5 text-quiet transition-transform", isOpen && "rotate-90")}
          />
          {title}
        </button>
      </h3>
      {isOpen && <div className="animate-arrive pb-3">{children}</div>}
    </section>
  );
}
