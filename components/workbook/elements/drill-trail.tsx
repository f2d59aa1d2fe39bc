"use client";

import { ChevronRight } from "lucide-react";
import type { Drill } from "./use-drill.tsx";

type DrillTrailProps = {
  readonly title: string;
  readonly trail: Drill["trail"];
  readonly onBack: (depth: number) => void;
};

/** The marks that were opened, with the way back. Nothing while the chart is as it was made. */
export function DrillTrail({ title, trail, onBack }: DrillTrailProps) {
  if (trail.length === 0) return null;
  return (
    <nav aria-label={`Drilled down in ${title}`} className="flex h-7 shrink-0 items-center gap-1 overflow-x-auto px-3">
      {[{ id: "all", label: "All" }, ...trail].map(({ id, label }, depth) => (
        <span key={id} className="flex shrink-0 items-center gap-1 text-sm">
          {depth > 0 && <ChevronRight aria-hidden="true" className="size-3.5 text-quiet" />}
          {depth === trail.length ? (
            <span aria-current="true">{label}</span>
          ) : (
            <button
              type="button"
              onClick={() => onBack(depth)}
              className="rounded-sm text-accent underline-offset-2 hover:underline"
            >
              {label}
            </button>
          )}
        </span>
      ))}
    </nav>
  );
}
