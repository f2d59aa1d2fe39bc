"use client";

import { Ellipsis, MessageSquareText } from "lucide-react";
import { type ReactNode, useRef, useState } from "react";
import { Menu, MenuItem } from "#components/ui/menu";
import type { ExplainedChart } from "#lib/contract/explain-chart";
import { useCanExplain } from "./explain-access.tsx";
import { ExplainDialog } from "./explain-dialog.tsx";

type ExplainMenuProps = {
  readonly about: ExplainedChart;
  /** Of the rows that it shows. */
  readonly queryHash?: string;
  readonly onAskFollowUp?: (() => void) | undefined;
  /** Further entries. */
  readonly children?: ReactNode;
};

/** The ⋯ of a chart, KPI or table. Nothing where there is nothing in it. */
export function ExplainMenu({ about, queryHash, onAskFollowUp, children }: ExplainMenuProps) {
  const canExplain = useCanExplain();
  const button = useRef<HTMLButtonElement>(null);
  const [isOpen, setIsOpen] = useState(false);
  const returnFocusTo = useRef<HTMLElement | null>(null);
  const open = () => {
    returnFocusTo.current = button.current;
    setIsOpen(true);
  };
  const askOn = (ask: () => void) => {
    // The keyboard goes on where the question is written.
    returnFocusTo.current = null;
    setIsOpen(false);
    setTimeout(ask);
  };
  if (!canExplain && children === undefined) return null;
  return (
    <>
      <Menu
        trigger={
          <button
            ref={button}
            type="button"
            aria-label={`More about ${about.title}`}
            className="inline-flex size-7 items-center justify-center rounded-md text-quiet transition-colors hover:bg-text/5 hover:text-text data-[state=open]:bg-text/5"
          >
            <Ellipsis aria-hidden="true" className="size-4" />
          </button>
        }
      >
        {canExplain && (
          <MenuItem icon={<MessageSquareText />} onSelect={open}>
            {about.chart.mark === "table" ? "Explain this table" : "Explain this chart"}
          </MenuItem>
        )}
        {children}
      </Menu>
      {isOpen && (
        <ExplainDialog
          about={about}
          queryHash={queryHash ?? null}
          onClose={() => setIsOpen(false)}
          returnFocusTo={returnFocusTo}
          onAskFollowUp={onAskFollowUp === undefined ? undefined : () => askOn(onAskFollowUp)}
        />
      )}
    </>
  );
}
