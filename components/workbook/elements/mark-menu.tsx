"use client";

import { ChevronsDown, Rows3 } from "lucide-react";
import { useRef, useState } from "react";
import { createPortal } from "react-dom";
import type { SelectionAnchor } from "#components/chart/chart-canvas";
import { Menu, MenuItem, MenuLabel, MenuSeparator } from "#components/ui/menu";
import type { DrillStep } from "#lib/chart/drill";
import type { NamedStep } from "./use-drill.tsx";

type MarkMenuProps = {
  /** What the mark stands for, in words. */
  readonly label: string;
  readonly anchor: SelectionAnchor;
  readonly steps: readonly NamedStep[];
  readonly onUnderlying: () => void;
  readonly onDrill: (step: DrillStep) => void;
  readonly onClose: () => void;
};

/** Where to go from a mark of a chart. It stands at the mark; the keyboard goes back to the chart. */
export function MarkMenu({ label, anchor, steps, onUnderlying, onDrill, onClose }: MarkMenuProps) {
  const [before] = useState(() => document.activeElement);
  /** A window that opens over the chart gives the keyboard back to it, so it opens when the chart has it again. */
  const after = useRef<(() => void) | null>(null);
  const goBack = (event: Event) => {
    event.preventDefault();
    if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    after.current?.();
  };
  // What moves elements on the grid would move what is fixed in them too.
  return createPortal(
    <Menu
      open
      onOpenChange={onClose}
      onCloseAutoFocus={goBack}
      align="start"
      trigger={
        <button
          type="button"
          tabIndex={-1}
          aria-label={label}
          className="pointer-events-none fixed size-px opacity-0"
          style={{ left: anchor.x, top: anchor.y }}
        />
      }
    >
      <MenuLabel>{label}</MenuLabel>
      <MenuItem
        icon={<Rows3 />}
        onSelect={() => {
          after.current = onUnderlying;
        }}
      >
        Underlying data
      </MenuItem>
      {steps.length > 0 && <MenuSeparator />}
      <div className="max-h-64 overflow-y-auto">
        {steps.map(({ name, step }) => (
          <MenuItem key={name} icon={<ChevronsDown />} onSelect={() => onDrill(step)}>
            <span className="min-w-0 truncate">Drill to {name}</span>
          </MenuItem>
        ))}
      </div>
    </Menu>,
    document.body,
  );
}
