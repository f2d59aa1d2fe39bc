"use client";

import { PanelLeftClose, PanelLeftOpen } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { IconButton } from "#components/ui/button";
import { classNames } from "#components/ui/class-names";
import { Tooltip } from "#components/ui/tooltip";
import { isWithin, type Place } from "./places.tsx";
import { Wordmark } from "./wordmark.tsx";

type RailProps = {
  readonly organization: string;
  readonly places: readonly Place[];
  readonly pathname: string;
  readonly startsCollapsed: boolean;
  readonly onChange: (isCollapsed: boolean) => Promise<unknown>;
};

/** The left rail; narrow screens have the drawer instead. */
export function Rail({ organization, places, pathname, startsCollapsed, onChange }: RailProps) {
  const [isCollapsed, setIsCollapsed] = useState(startsCollapsed);
  const toggle = () => {
    setIsCollapsed(!isCollapsed);
    void onChange(!isCollapsed);
  };
  return (
    <aside
      aria-label="Navigation"
      className={classNames(
        "sticky top-0 hidden h-dvh shrink-0 flex-col border-r bg-canvas md:flex",
        isCollapsed ? "w-13" : "w-52",
      )}
    >
      <div className={classNames("flex h-12 items-center border-b", isCollapsed ? "justify-center" : "px-3.5")}>
        <Wordmark markOnly={isCollapsed} />
      </div>
      <RailLinks places={places} pathname={pathname} isCollapsed={isCollapsed} />
      <div className={classNames("mt-auto flex items-center gap-2 p-2", isCollapsed ? "justify-center" : "pl-3.5")}>
        {!isCollapsed && <span className="min-w-0 flex-1 truncate text-quiet text-sm">{organization}</span>}
        <IconButton label={isCollapsed ? "Widen navigation" : "Narrow navigation"} onClick={toggle}>
          {isCollapsed ? <PanelLeftOpen /> : <PanelLeftClose />}
        </IconButton>
      </div>
    </aside>
  );
}

type RailLinksProps = Pick<RailProps, "places" | "pathname"> & {
  readonly isCollapsed?: boolean;
  readonly onFollow?: () => void;
};

export function RailLinks({ places, pathname, isCollapsed = false, onFollow }: RailLinksProps) {
  return (
    <nav aria-label="Main" className="space-y-0.5 p-2">
      {places.map((place) => {
        const isCurrent = isWithin(place, pathname);
        const link = (
          <Link
            href={place.href}
            aria-current={isCurrent ? "page" : undefined}
            aria-label={isCollapsed ? place.label : undefined}
            {...(onFollow === undefined ? {} : { onClick: onFollow })}
            className={classNames(
              "flex h-8 items-center gap-2.5 rounded-md px-2 transition-colors hover:bg-text/5",
              isCurrent ? "bg-text/7 font-medium text-text" : "text-quiet hover:text-text",
              isCollapsed && "justify-center px-0",
            )}
          >
            <place.icon aria-hidden="true" className="size-4 shrink-0" />
            {!isCollapsed && place.label}
          </Link>
        );
        if (!isCollapsed) return <div key={place.href}>{link}</div>;
        return (
          <Tooltip key={place.href} content={place.label} side="right">
            {link}
          </Tooltip>
        );
      })}
    </nav>
  );
}
